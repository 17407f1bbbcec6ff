package net.minitrail.itests.interop;

import static net.minitrail.itests.interop.Patience.awaitEqual;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/** Speakers, each a node called by its kind, that announce the prefix of our gateway too: the agent uses all of them. */
final class SecondGatewayRole {
    private static final String ROLE = "gateway beside ours";
    private static final String PREFIX = "100.100.100.100/32";
    private static final String OURS = "192.168.100.1";

    private final InteropLab lab;
    private final List<Speaker> speakers;
    private final Results results;

    SecondGatewayRole(InteropLab lab, List<Speaker> speakers, Results results) {
        this.lab = lab;
        this.speakers = speakers.stream()
                .filter(speaker -> speaker.announces().contains(Family.INET_VPN))
                .toList();
        this.results = results;
    }

    void run() throws Exception {
        Map<String, Route> routes = new TreeMap<>();
        var expected = new TreeSet<>(List.of(OURS));
        awaitEqual("our gateway's route at the agent", expected, this::nextHops);
        for (Speaker speaker : speakers) {
            String address = lab.address(speaker.kind());
            Route route = new Route(Family.INET_VPN, address + ":1", PREFIX, 70_001, address, "65500:101");
            routes.put(speaker.kind(), route);
            speaker.announce(lab, speaker.kind(), route);
            expected.add(address);
            awaitEqual("next hops at the agent", expected, this::nextHops);
            results.works(ROLE, speaker, Family.INET_VPN, "announce");
        }
        for (Speaker speaker : speakers) {
            Route route = routes.get(speaker.kind());
            speaker.withdraw(lab, speaker.kind(), route);
            expected.remove(route.nextHop());
            awaitEqual("next hops at the agent", expected, this::nextHops);
            results.works(ROLE, speaker, Family.INET_VPN, "withdraw");
        }
    }

    /** Where the machine's VRF sends packets for the prefix. */
    private TreeSet<String> nextHops() throws Exception {
        var addresses = new TreeSet<String>();
        for (JsonNode row : lab.routes("compute-1", "vrf=test_vn&prefix=" + PREFIX)) {
            for (String address : row.path("next_hop").asString("").split("[ ,]+")) {
                addresses.add(address);
            }
        }
        return addresses;
    }
}
