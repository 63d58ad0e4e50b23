package dev.onsale.lab.cluster;

/** The cluster cannot start, or cannot go on. The message is a sentence that says why and what to do. */
public final class ClusterException extends Exception {

    private static final long serialVersionUID = 1L;

    public ClusterException(String sentence) {
        super(sentence);
    }

    public ClusterException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
