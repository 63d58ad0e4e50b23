package dev.onsale.config;

/** Every bound of what stands around the nodes, with its unit last in its name. */
public final class ClusterLimits {

    // ---- what nginx is told ---------------------------------------------------------------------------------------

    /** Nodes behind one nginx: as many fit in its shared memory. */
    public static final int NGINX_NODES_MAX = 256;

    /** A node's weight. */
    public static final int NGINX_WEIGHT_MAX = 1_000;

    /** Addresses that nginx listens on. */
    public static final int NGINX_LISTENS_MAX = 64;

    /** Names that nginx answers to. */
    public static final int NGINX_SERVER_NAMES_MAX = 64;

    /** Requests a second that one address may be allowed. */
    public static final int NGINX_REQUESTS_PER_SECOND_MAX = 100_000;

    /** Requests under way that one address may be allowed. */
    public static final int NGINX_CONNECTIONS_PER_ADDRESS_MAX = 65_535;

    /** Connections of one worker process of nginx, to buyers and nodes together. */
    public static final int NGINX_WORKER_CONNECTIONS_MAX = 30_000;

    /** Files that one worker process of nginx may have open: its connections, and what is cached. */
    public static final int NGINX_OPEN_FILES_MAX = 65_535;

    /** Failures after which a node is left out, within {@link #NGINX_NODE_FAILED_SECONDS}. */
    public static final int NGINX_NODE_FAILURES_MAX = 3;

    /** How long a node that failed is left out, in seconds. */
    public static final int NGINX_NODE_FAILED_SECONDS = 2;

    /** Connections to nodes that one worker process of nginx keeps open between requests. */
    public static final int NGINX_NODE_IDLE_CONNECTIONS_MAX = 256;

    /** How long it keeps one, in seconds: less than the node does, so that no request meets a connection that is being closed. */
    public static final int NGINX_NODE_IDLE_SECONDS_MAX = Limits.HTTP_IDLE_SECONDS_MAX - 10;

    /** By how much nginx is more patient than the node that it waits for, in seconds. */
    public static final int NGINX_LONGER_SECONDS = 5;

    // ---- what a cluster on one machine is -------------------------------------------------------------------------

    /** How long a replica may be silent before it does not count for {@code min-replicas-to-write}, in seconds. */
    public static final int REDIS_REPLICA_LAG_SECONDS_MAX = 3;

    /** How long a primary may be silent before a Sentinel takes it for gone, in milliseconds. */
    public static final int SENTINEL_DOWN_AFTER_MILLIS = 3_000;

    /** How long one attempt at a failover may take, in milliseconds; after twice as long the next one begins. */
    public static final int SENTINEL_FAILOVER_MILLIS = 3_000;

    /** Sentinels of a cluster that one machine plays, and how many of them must agree. */
    public static final int CLUSTER_SENTINELS = 3;

    /** See {@link #CLUSTER_SENTINELS}. */
    public static final int CLUSTER_SENTINELS_AGREED = 2;

    /** Replicas of such a cluster. */
    public static final int CLUSTER_REPLICAS_MAX = 4;

    /** When a cluster starts a server again that has ended by itself, in seconds: as the units and the compose file do. */
    public static final int CLUSTER_RESTART_SECONDS = 1;

    /** The same for a Redis that Sentinels watch, in seconds: as long as a machine takes that comes up again. Before that another one is the primary. */
    public static final int CLUSTER_REDIS_RESTART_SECONDS = 15;

    /** How often a server may be started again within {@link #CLUSTER_RESTARTS_SECONDS}, before the cluster gives up. */
    public static final int CLUSTER_RESTARTS_MAX = 10;

    /** See {@link #CLUSTER_RESTARTS_MAX}; in seconds. */
    public static final int CLUSTER_RESTARTS_SECONDS = 60;

    /** How long one question to a Redis of the cluster may take, in milliseconds. */
    public static final int CLUSTER_REDIS_MILLIS_MAX = 900;

    /** What a Redis of the cluster may answer, in bytes. */
    public static final int CLUSTER_REDIS_ANSWER_BYTES_MAX = 64 * 1024;

    /** Nodes of a cluster that one machine plays. */
    public static final int CLUSTER_NODES_MAX = 16;

    /** Heap of each of its nodes, in mebibytes. */
    public static final int CLUSTER_NODE_HEAP_MEBIBYTES = 256;

    /** Connections that its PostgreSQL takes. */
    public static final int CLUSTER_DATABASE_CONNECTIONS_MAX = 200;

    /** How long one of its servers may take to start, in seconds. */
    public static final int CLUSTER_START_SECONDS_MAX = 120;

    /** How long its servers of one kind may take to stop before they are killed, in seconds: longer than a node takes. */
    public static final int CLUSTER_STOP_SECONDS_MAX = Limits.STOP_SECONDS_MAX + 5;

    /** Time between two looks at a server that starts or ends, in milliseconds. */
    public static final int CLUSTER_POLL_MILLIS = 50;

    /** Time between two looks at the nodes' figures, in milliseconds. */
    public static final int CLUSTER_FIGURES_MILLIS = 1_000;

    /** How long one node's figures may take, in milliseconds. */
    public static final int CLUSTER_FIGURES_MILLIS_MAX = 900;

    /** What the card of a running cluster may have, in bytes. */
    public static final int CLUSTER_CARD_BYTES_MAX = 64 * 1024;

    /** By how much a process's start may differ from the one on the card, in milliseconds: the system knows it to a second. */
    public static final int CLUSTER_CARD_START_MILLIS_MAX = 2_000;

    /** When a node may be killed or started again, in seconds. */
    public static final int CLUSTER_KILL_SECONDS_MAX = 24 * 3600;

    /** Heap of a server that is started for one run, such as a comparison, in mebibytes. */
    public static final int LOCAL_PROGRAM_HEAP_MEBIBYTES = 512;

    private ClusterLimits() {}
}
