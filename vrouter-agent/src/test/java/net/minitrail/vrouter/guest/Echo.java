package net.minitrail.vrouter.guest;

import java.util.concurrent.atomic.AtomicInteger;
import net.minitrail.net.Ipv4Address;

/** Pings without waiting in real time. */
public final class Echo {
    private Echo() {}

    /** Sends one echo request and answers how many replies came while {@code pass} let time pass. */
    public static int replies(Guest guest, String to, Runnable pass) {
        var count = new AtomicInteger();
        int identifier = guest.beginPing(reply -> count.incrementAndGet());
        guest.ping(Ipv4Address.parse(to), identifier, 0, 64, new byte[56]);
        pass.run();
        guest.endPing(identifier);
        return count.get();
    }
}
