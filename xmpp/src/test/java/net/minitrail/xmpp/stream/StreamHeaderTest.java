package net.minitrail.xmpp.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StreamHeaderTest {
    private static final String JID = "network-control@contrailsystems.com";

    @ParameterizedTest(name = "to=''{0}'': {1}")
    @CsvSource({
        "network-control@contrailsystems.com, true",
        "network-control@contrailsystems.com/bgp-peer, true",
        "'', true",
        "network-control@contrailsystems.community, false",
        "other@contrailsystems.com, false"
    })
    void an_opening_is_for_us_our_resources_or_nobody_by_name(String to, boolean forUs) {
        assertEquals(forUs, new StreamHeader("a", to, "", "1.0", "jabber:client").isFor(JID));
    }

    @ParameterizedTest(name = "xmlns=''{0}'' for sub-cluster {1}: {2}")
    @CsvSource({
        "jabber:client, , true",
        "east, , true",
        "'', , false",
        "jabber:server, , false",
        "urn:x, , false",
        "east, east, true",
        "west, east, false",
        "jabber:client, east, false"
    })
    void a_node_without_a_sub_cluster_takes_agents_of_any(
            String namespace, @Nullable String subCluster, boolean taken) {
        assertEquals(taken, new StreamHeader("a", JID, "", "1.0", namespace).isOf(subCluster));
    }
}
