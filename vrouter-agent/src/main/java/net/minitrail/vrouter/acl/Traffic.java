package net.minitrail.vrouter.acl;

import com.google.common.collect.ImmutableList;
import net.minitrail.net.IpAddress;

/** What rules look at: a packet of one direction of a flow, with what is known of where it comes from and goes to. */
public record Traffic(int protocol, End from, End to) {
    /** Protocols in which ports count. */
    private static final int TCP = 6;

    private static final int UDP = 17;
    private static final int SCTP = 132;

    /**
     * One end.
     *
     * @param network full name of its network, empty if that is not known
     * @param groups numbers of its security groups
     * @param port 0 where there are none
     */
    public record End(IpAddress address, String network, ImmutableList<Long> groups, int port) {}

    boolean hasPorts() {
        return protocol == TCP || protocol == UDP || protocol == SCTP;
    }

    /** The same the other way. */
    public Traffic reversed() {
        return new Traffic(protocol, to, from);
    }
}
