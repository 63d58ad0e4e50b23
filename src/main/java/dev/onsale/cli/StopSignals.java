package dev.onsale.cli;

import dev.onsale.config.Limits;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;

/**
 * Waits for SIGTERM, SIGINT or SIGHUP. The first one asks to stop; a second one, if it is
 * not the first one twice, ends the process at once.
 *
 * <p>A shutdown hook could do the first but not the second: once hooks run, the JVM holds back every further signal until
 * they end, so an operator who has lost patience could only kill -9. The JVM's own signal handlers are reached by
 * {@code sun.misc.Signal}, which every JDK exports and warns about at compile time without a way to say that it is meant;
 * hence by reflection.
 */
final class StopSignals {

    /** What the JVM itself would end for. A signal that was ignored when it started, as under nohup, stays ignored. */
    private static final List<String> NAMES = List.of("TERM", "INT", "HUP");

    private final CountDownLatch first = new CountDownLatch(1);
    private final IntConsumer second;

    /** When the first one came. Under the lock. */
    private long firstNanos;

    private StopSignals(IntConsumer second) {
        this.second = second;
    }

    /**
     * Takes over the signals from now on.
     *
     * @param second told the signal's number when one comes while stopping; on a thread of the JVM's
     */
    static StopSignals install(IntConsumer second) {
        StopSignals signals = new StopSignals(second);
        try {
            Class<?> signalType = Class.forName("sun.misc.Signal");
            Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
            Method handle = signalType.getMethod("handle", signalType, handlerType);
            Method number = signalType.getMethod("getNumber");
            InvocationHandler onSignal = (proxy, method, arguments) -> switch (method.getName()) {
                case "handle" -> {
                    signals.came((int) number.invoke(arguments[0]));
                    yield null;
                }
                case "hashCode" -> System.identityHashCode(proxy);
                case "equals" -> proxy == arguments[0];
                default -> "StopSignals";
            };
            Object handler =
                    Proxy.newProxyInstance(StopSignals.class.getClassLoader(), new Class<?>[] {handlerType}, onSignal);
            for (String name : NAMES) {
                handle.invoke(null, signalType.getConstructor(String.class).newInstance(name), handler);
            }
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("this JVM has no sun.misc.Signal: run Onsale on an OpenJDK 25 or newer", e);
        }
        return signals;
    }

    private void came(int number) {
        synchronized (this) {
            if (first.getCount() > 0) {
                firstNanos = System.nanoTime();
                first.countDown();
                return;
            }
            // timeout(1), for one, signals the process and then its group: one wish that comes twice.
            if (System.nanoTime() - firstNanos < TimeUnit.MILLISECONDS.toNanos(Limits.SIGNALS_APART_MILLIS_MIN)) {
                return;
            }
        }
        second.accept(number);
    }

    /** Whether a signal has asked to stop. Any thread. */
    boolean hasCome() {
        return first.getCount() == 0;
    }

    /** Blocks until a signal asks to stop. */
    void await() throws InterruptedException {
        first.await();
    }
}
