package net.minitrail.vrouter.guest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import net.minitrail.net.IpAddress;
import net.minitrail.net.packet.PacketText;
import net.minitrail.vrouter.ComputeNode;
import net.minitrail.vrouter.cli.LoopQuery;
import net.minitrail.vrouter.guest.SshClient.Happening;
import org.junit.jupiter.api.Test;

/** Conversations between two guests of a node, seen by the guests and in the flow table. */
class SshTest {
    private static final String CLIENT = "192.168.1.3";
    private static final String SERVER = "192.168.1.4";

    private final ComputeNode node = new ComputeNode();
    private final Guest client;

    SshTest() {
        node.addGuest("vm1", "61af9b59-35aa-4c1e-9f3e-0a4b5c6d7e8f", CLIENT);
        node.addGuest("cirrospb", "233eefc1-94aa-4c1e-9f3e-0a4b5c6d7e8f", SERVER);
        client = Objects.requireNonNull(node.guests.named("vm1"));
    }

    @Test
    void a_call_is_an_established_flow_each_way_that_vanishes_when_it_is_closed() {
        SshClient call = loggedIn();
        String flows = node.run("flow --match '192.168.1.4:22'");
        assertEquals(2, flows.split("TCP:SSrEEr, ", -1).length - 1, flows);

        call.run("hostname");
        node.loop.advance(Duration.ofMillis(10));
        assertEquals(new SshClient.Event(Happening.OUTPUT, "cirrospb\n", 0), next(call));
        assertEquals(new SshClient.Event(Happening.EXIT, "", 0), next(call));

        call.close();
        node.loop.advance(Duration.ofMillis(10));
        assertFalse(node.run("flow --match '192.168.1.4:22'").contains("TCP:"));
        assertTrue(call.events().isEmpty());
    }

    @Test
    void the_conversation_is_in_the_clear_and_a_capture_can_read_it() {
        call(SERVER).close();
        node.loop.advance(Duration.ofMillis(10));
        List<String> seen = node.tapFrames.stream()
                .map(frame -> PacketText.describe(frame, false))
                .toList();
        assertTrue(
                seen.stream()
                        .anyMatch(line -> line.startsWith("IP 192.168.1.3.") && line.contains(".22: Flags [S], seq ")),
                seen::toString);
        assertTrue(seen.stream().anyMatch(line -> line.contains("Flags [F.], seq ")), seen::toString);
        assertEquals(0, seen.stream().filter(line -> line.contains("Flags [R")).count(), seen::toString);
    }

    @Test
    void a_call_in_the_background_stays_open_until_it_is_told_to_exit() throws Exception {
        SshClient call = call(SERVER);
        client.tcp().keep("cirros@" + SERVER, call);
        node.loop.advance(Duration.ofMinutes(1));
        assertTrue(call.isOpen());

        var said = new StringBuilder();
        client.shell(new LoopQuery(node.loop), false).run("ssh -O exit cirros@" + SERVER, text -> {
            said.append(text);
            node.loop.advance(Duration.ofMillis(10));
        });
        assertEquals("Exit request sent.\n", said.toString());
        assertFalse(call.isOpen());
        assertEquals(
                "ssh: no connection to cirros@192.168.1.4 is open\n", node.run("vm1", "ssh -O exit cirros@" + SERVER));
    }

    @Test
    void a_guest_that_goes_leaves_no_connection() {
        loggedIn();
        node.agent.removePort(java.util.UUID.fromString("61af9b59-35aa-4c1e-9f3e-0a4b5c6d7e8f"));
        node.loop.runReady();
        assertEquals(0, node.vrouter.flows().used());
    }

    @Test
    void what_is_no_call_is_refused() {
        assertTrue(node.run("vm1", "ssh").startsWith("Usage: ssh "));
        assertTrue(node.run("vm1", "ssh cirros@nowhere").startsWith("ssh: bad address 'nowhere'"));
        assertThrows(
                IllegalArgumentException.class, () -> new SshPacket.Reader().read("v\nGET / HTTP/1.0\r\n".getBytes()));
    }

    private SshClient call(String host) {
        SshClient call = client.tcp().ssh(new CallEnd(IpAddress.parse(host), null, SshServer.PORT));
        assertNotNull(call);
        node.loop.advance(Duration.ofMillis(10));
        return call;
    }

    private SshClient loggedIn() {
        SshClient call = call(SERVER);
        assertEquals(Happening.HOST_KEY, next(call).what());
        call.logIn("cirros");
        node.loop.advance(Duration.ofMillis(10));
        assertEquals(Happening.LOGGED_IN, next(call).what());
        return call;
    }

    private static SshClient.Event next(SshClient call) {
        return Objects.requireNonNull(call.events().poll(), "nothing happened");
    }
}
