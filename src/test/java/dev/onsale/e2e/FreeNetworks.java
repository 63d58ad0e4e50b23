package dev.onsale.e2e;

import java.net.InterfaceAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.concurrent.ThreadLocalRandom;

/** Networks for tests whose hosts have addresses of their own. Any thread, and any number of processes. */
public final class FreeNetworks {

    private static final int SECOND_FIRST = 40;
    private static final int SECOND_END = 240;
    private static final int THIRD_END = 256;

    private FreeNetworks() {}

    /** The beginning of 254 addresses of which this machine has none yet, such as {@code 10.77.131.}. */
    public static String one() {
        while (true) {
            ThreadLocalRandom random = ThreadLocalRandom.current();
            String network = "10." + random.nextInt(SECOND_FIRST, SECOND_END) + "." + random.nextInt(THIRD_END) + ".";
            if (isFree(network)) {
                return network;
            }
        }
    }

    private static boolean isFree(String network) {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(one -> one.getInterfaceAddresses().stream())
                    .map(InterfaceAddress::getAddress)
                    .noneMatch(address -> address.getHostAddress().startsWith(network));
        } catch (SocketException e) {
            throw new IllegalStateException("the addresses of this machine cannot be read", e);
        }
    }
}
