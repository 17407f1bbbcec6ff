package net.minitrail.controller.introspect;

import java.util.List;
import java.util.function.Function;
import net.minitrail.bgp.session.NeighborSnapshot;
import net.minitrail.controller.config.ConfigGraph;
import net.minitrail.net.IpAddress;
import net.minitrail.net.Ipv4Address;

/** A running control node, to be looked at. Thread-safe. */
public interface NodeView {

    String name();

    /** In the protocols. */
    Ipv4Address address();

    /** Asks the tables on the routing loop and waits; the answer must not refer to what changes. */
    <T> T ask(Function<Tables, T> question);

    /** Asks the configuration on the config loop and waits. */
    <T> T askConfiguration(Function<ConfigGraph, T> question);

    /** The BGP neighbors, up or not. */
    List<NeighborSnapshot> neighbors();

    /**
     * Ends the session with a BGP neighbor, which comes up again.
     *
     * @param text told to the neighbor (RFC 9003)
     */
    void reset(IpAddress neighbor, String text);

    /** How often sessions of an agent have gone down. */
    long flaps(String agent);

    /** Nanoseconds since the node started. */
    long uptime();
}
