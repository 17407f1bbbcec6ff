package net.minitrail.lab.process;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import net.minitrail.lab.explain.ErrorCode;
import net.minitrail.lab.explain.LabException;
import net.minitrail.lab.topology.Lab;
import net.minitrail.lab.topology.LabReader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TransportPlanTest {
    private final NetworkClaim claim = new NetworkClaim();

    @AfterEach
    void end_claim() {
        claim.close();
    }

    private static Lab lab(String nodes) {
        return LabReader.read(Path.of("lab.yml"), "name: a\nnodes:\n" + nodes);
    }

    @Test
    void a_transport_address_keeps_the_last_two_octets_of_the_protocol_address() {
        Lab lab = lab("  c: {kind: controller, address: 192.168.100.2}\n");

        assertEquals("127.7.100.2", TransportPlan.of(lab, 7).at("c").toString());
    }

    @Test
    void nodes_whose_last_octets_are_the_same_get_different_addresses() {
        Lab lab = lab("  c: {kind: controller, address: 10.1.0.2}\n  d: {kind: controller, address: 10.2.0.2}\n");

        assertEquals("127.7.0.2", TransportPlan.of(lab, 7).at("c").toString());
        assertEquals("127.7.0.3", TransportPlan.of(lab, 7).at("d").toString());
    }

    @Test
    void a_fixed_address_is_kept_and_given_to_nobody_else() {
        Lab lab = lab("  c: {kind: controller, address: 10.1.0.2}\n"
                + "  d: {kind: controller, address: 10.2.0.9, transport: 127.7.0.2}\n");

        assertEquals("127.7.0.3", TransportPlan.of(lab, 7).at("c").toString());
        assertEquals("127.7.0.2", TransportPlan.of(lab, 7).at("d").toString());
    }

    @Test
    void a_network_on_which_somebody_listens_is_passed_over() throws IOException {
        Lab lab = lab("  c: {kind: controller, address: 10.1.231.2}\n");
        int first = TransportPlan.choose(lab, ImmutableSet.of(), claim).network();
        try (ServerSocket other = new ServerSocket()) {
            byte[] address = {127, (byte) first, (byte) 231, 2};
            other.bind(new InetSocketAddress(InetAddress.getByAddress(address), 5269));

            assertTrue(TransportPlan.choose(lab, ImmutableSet.of(), claim).network() > first);
        }
    }

    @Test
    void a_network_that_another_launcher_has_just_chosen_is_passed_over() {
        Lab lab = lab("  c: {kind: controller, address: 10.1.231.3}\n");
        try (var others = new NetworkClaim()) {
            int theirs = TransportPlan.choose(lab, ImmutableSet.of(), others).network();

            assertTrue(TransportPlan.choose(lab, ImmutableSet.of(), claim).network() > theirs);
        }
    }

    @Test
    void a_fixed_address_that_is_taken_is_an_error() throws IOException {
        Lab lab = lab("  c: {kind: controller, address: 10.1.0.2, transport: 127.200.231.2}\n");
        try (ServerSocket other = new ServerSocket()) {
            byte[] address = {127, (byte) 200, (byte) 231, 2};
            other.bind(new InetSocketAddress(InetAddress.getByAddress(address), 1179));

            LabException error =
                    assertThrows(LabException.class, () -> TransportPlan.choose(lab, ImmutableSet.of(), claim));
            assertEquals(ErrorCode.NO_FREE_LOOPBACK, error.code());
        }
    }
}
