package net.minitrail.vrouter.guest;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.MacAddress;
import net.minitrail.net.packet.PacketText;
import net.minitrail.net.runtime.CommandShell;
import net.minitrail.net.runtime.ThreadRoutingLoop;
import net.minitrail.net.underlay.CaptureHub;
import net.minitrail.vrouter.cli.LoopQuery;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Somebody at the terminal of a guest logs in to others. The guests are on one wire, and time is real. */
class TerminalTest {
    private static final Ipv4Address ROUTER = Ipv4Address.parse("10.0.0.4");
    private static final Pattern FIN = Pattern.compile("Flags \\[F\\.], seq ([0-9]+),");

    private final ThreadRoutingLoop loop = new ThreadRoutingLoop("routing");
    private final ExecutorService commands = Executors.newCachedThreadPool();
    private final LoopQuery query = new LoopQuery(loop);
    private final CaptureHub captures = new CaptureHub(() -> Set.of("tap10.0.0.3"));
    private final List<Nic> wire = new ArrayList<>();
    private final List<String> passed = new ArrayList<>();
    private volatile Duration wireTakes = Duration.ZERO;
    private Guest cirros = guest("client", GuestProfile.CIRROS, "10.0.0.3");
    private Guest router = guest("vrrp-m", GuestProfile.VSRX, "10.0.0.4");

    @BeforeEach
    void start() {
        loop.start();
    }

    @AfterEach
    void stop() {
        commands.shutdownNow();
        loop.close();
    }

    @Test
    void a_login_stays_until_it_is_left_and_asks_once_whether_to_trust_the_host() throws Exception {
        CommandShell terminal = cirros.shell(query, true);

        String asked = type(terminal, "ssh root@10.0.0.4");
        assertTrue(
                asked.matches("Host '10.0.0.4' is not in the trusted hosts file.\n"
                        + "\\(ecdsa-sha2-nistp256 fingerprint md5 ([0-9a-f]{2}:){15}[0-9a-f]{2}\\)\n"),
                asked);
        assertEquals("Do you want to continue connecting? (y/n) ", terminal.prompt());
        assertEquals(
                "root@10.0.0.4's password: \n--- JUNOS 18.4R1.8 Kernel 64-bit XEN JNPR-11.0-20181207.6c2f68b_2_bu\n",
                type(terminal, "y"));
        assertEquals("root@vrrp-m:~ # ", terminal.prompt());
        assertEquals("vrrp-m\n", type(terminal, "hostname"));
        assertEquals("logout\n", type(terminal, "exit"));
        assertEquals("$ ", terminal.prompt());

        String again = type(terminal, "ssh root@10.0.0.4");
        assertTrue(again.startsWith("root@10.0.0.4's password: \nLast login: "), again);
        assertTrue(again.contains(" from 10.0.0.3\n--- JUNOS"), again);
    }

    @Test
    void a_host_whose_key_has_changed_is_not_trusted_until_the_old_key_is_removed() throws Exception {
        CommandShell terminal = cirros.shell(query, true);
        query.ask(() -> cirros.logins().knownHosts().learn("10.0.0.4", HostKey.generate()));

        String refused = type(terminal, "ssh root@10.0.0.4");
        assertTrue(
                refused.startsWith("ssh: Connection to root@10.0.0.4:22 exited:\n"
                        + "ecdsa-sha2-nistp256 host key mismatch for 10.0.0.4 !\nFingerprint is md5 "),
                refused);
        assertFalse(terminal.isTalking());
        assertEquals("", type(terminal, "rm /root/.ssh/known_hosts"));
        assertEquals(
                "rm: can't remove '/root/.ssh/known_hosts': No such file or directory\n",
                type(terminal, "rm /root/.ssh/known_hosts"));
        assertTrue(type(terminal, "ssh root@10.0.0.4").startsWith("Host '10.0.0.4' is not in the trusted"));
    }

    @Test
    void telnet_shows_the_banner_and_takes_any_name_and_password() throws Exception {
        CommandShell terminal = router.shell(query, true);
        assertEquals("root@vrrp-m> ", terminal.prompt());
        assertEquals(
                "Trying 10.0.0.3...\nConnected to 10.0.0.3.\nEscape character is '^]'.\n\n",
                type(terminal, "telnet 10.0.0.3"));
        assertEquals("login: ", terminal.prompt());
        assertEquals("", type(terminal, "cirros"));
        assertEquals("Password:", terminal.prompt());
        assertEquals("\n", type(terminal, "gocubsgo"));
        assertEquals("client\n", type(terminal, "hostname"));
        assertEquals("$ ", terminal.prompt());
        assertEquals("Connection closed by foreign host.\n", type(terminal, "exit"));
        assertEquals("root@vrrp-m> ", terminal.prompt());
    }

    /** Whoever ends a flow next must not see it come back with the last packet of the call. */
    @ParameterizedTest
    @ValueSource(strings = {"telnet 10.0.0.3|^]", "telnet 10.0.0.3|me|secret|exit", "ssh me@10.0.0.3|yes|exit"})
    void a_prompt_comes_back_when_the_last_packet_of_the_call_has_passed(String lines) throws Exception {
        wireTakes = Duration.ofMillis(20);
        CommandShell terminal = router.shell(query, true);
        for (String line : lines.split("[|]")) {
            type(terminal, line);
        }
        String seen = query.ask(() -> String.join("\n", passed));
        List<Long> ends = FIN.matcher(seen)
                .results()
                .map(fin -> Long.parseLong(fin.group(1)))
                .toList();
        assertEquals(2, ends.size(), seen);
        ends.forEach(end -> assertTrue(seen.contains("Flags [.], ack " + (end + 1 & 0xFFFF_FFFFL) + ","), seen));
    }

    @Test
    void from_one_login_another_and_a_command_that_takes_time() throws Exception {
        CommandShell terminal = cirros.shell(query, true);
        type(terminal, "ssh admin@10.0.0.4");
        type(terminal, "y");
        assertEquals("admin@vrrp-m> ", terminal.prompt());
        String ping = type(terminal, "ping 10.0.0.3 rapid count 3");
        assertTrue(ping.contains("!!!\n--- 10.0.0.3 ping statistics ---\n3 packets transmitted, 3 packets"), ping);
        type(terminal, "telnet 10.0.0.3");
        assertEquals("login: ", terminal.prompt());
        assertEquals("Connection closed.\n", type(terminal, "^]"));
        assertEquals("admin@vrrp-m> ", terminal.prompt());
    }

    @Test
    void a_call_comes_from_the_address_that_is_asked_for_if_the_guest_has_it() throws Exception {
        CommandShell terminal = router.shell(query, true);
        for (String line : List.of(
                "set interfaces lo0 unit 0 family inet address 10.9.9.9/32", "set system host-name phones", "commit")) {
            type(terminal, line);
        }
        type(terminal, "ssh cirros@10.0.0.3 source 10.9.9.9");
        type(terminal, "yes");
        assertEquals("$ ", terminal.prompt());
        assertEquals("Connection to 10.0.0.3 closed.\n", type(terminal, "exit"));
        String ping = type(terminal, "ping 10.0.0.3 source 10.9.9.9 rapid count 1");
        assertTrue(ping.contains("1 packets transmitted, 1 packets received"), ping);
        assertEquals(
                "ping: bind: Can't assign requested address\n", type(terminal, "ping 10.0.0.3 source 10.0.0.77 rapid"));
        assertTrue(type(terminal, "telnet 10.0.0.3 from 10.9.9.9").contains("expected: source, port"));
    }

    @Test
    void a_centos_guest_sees_with_tcpdump_what_passes_its_card() throws Exception {
        Guest centos = guest("mir-dpi", GuestProfile.CENTOS, "10.0.0.5");
        CommandShell terminal = centos.shell(query, true);
        Future<String> seen =
                commands.submit(() -> type(terminal, "tcpdump -nn -i eth0 -c 2 not arp and host 10.0.0.5"));
        await().until(() -> captures.watched("tap10.0.0.5"));

        type(cirros.shell(query, true), "ping -c 1 10.0.0.5");
        String text = seen.get().replaceAll("[0-9:.]{15} IP", "TIME IP");
        assertEquals("""
                tcpdump: verbose output suppressed, use -v or -vv for full protocol decode
                listening on eth0, link-type EN10MB (Ethernet), capture size 262144 bytes
                TIME IP 10.0.0.3 > 10.0.0.5: ICMP echo request, id 23041, seq 0, length 64
                TIME IP 10.0.0.5 > 10.0.0.3: ICMP echo reply, id 23041, seq 0, length 64
                2 packets captured
                2 packets received by filter
                0 packets dropped by kernel
                """, text);
        assertEquals("[root@mir-dpi ~]# ", terminal.prompt());
        String ping = type(terminal, "ping -c 2 -i 0.01 10.0.0.3").replaceAll("[0-9.]+ ?ms", "T");
        assertEquals("""
                PING 10.0.0.3 (10.0.0.3) 56(84) bytes of data.
                64 bytes from 10.0.0.3: icmp_seq=1 ttl=64 time=T
                64 bytes from 10.0.0.3: icmp_seq=2 ttl=64 time=T

                --- 10.0.0.3 ping statistics ---
                2 packets transmitted, 2 received, 0% packet loss, time T
                rtt min/avg/max/mdev =""", ping.substring(0, ping.lastIndexOf(" ")).replaceFirst("(?<=mdev =) .*", ""));
        String arp = type(terminal, "arp");
        assertTrue(
                arp.matches("Address                  HWtype  HWaddress           Flags Mask            Iface\n"
                        + "10.0.0.3                 ether   02:[0-9a-f:]{14}   C                     eth0\n"),
                arp);
        String card = type(terminal, "ifconfig eth0");
        assertTrue(
                card.startsWith("eth0: flags=4163<UP,BROADCAST,RUNNING,MULTICAST>  mtu 1500\n"
                        + "        inet 10.0.0.5  netmask 255.255.255.0  broadcast 10.0.0.255\n"),
                card);
        assertEquals(
                "tcpdump: eth7: No such device exists\n(SIOCGIFHWADDR: No such device)\n",
                type(terminal, "tcpdump -i eth7"));
    }

    @Test
    void a_command_over_the_network_that_sees_itself_is_held_back_and_can_be_interrupted() throws Exception {
        guest("mir-dpi", GuestProfile.CENTOS, "10.0.0.5");
        CommandShell terminal = cirros.shell(query, true);
        type(terminal, "ssh root@10.0.0.5");
        type(terminal, "y");
        var lines = new AtomicInteger();
        Future<Integer> typing = commands.submit(() -> terminal.run("tcpdump -nn -i eth0", text -> {
            if (lines.incrementAndGet() > 500) {
                throw new IllegalStateException("the reader has seen enough");
            }
        }));
        await().until(() -> captures.watched("tap10.0.0.5") || typing.isDone()); // it may have seen itself at once
        type(router.shell(query, true), "ping 10.0.0.5 rapid count 1");
        assertThrows(ExecutionException.class, typing::get);

        assertEquals("[root@mir-dpi ~]# ", terminal.prompt());
        assertEquals("mir-dpi\n", type(terminal, "hostname"));
    }

    @Test
    void nobody_listens_at_another_port() throws Exception {
        CommandShell terminal = cirros.shell(query, true);
        assertEquals(
                "telnet: can't connect to remote host (10.0.0.4): Connection refused\n",
                type(terminal, "telnet 10.0.0.4 80"));
        assertEquals(
                "ssh: Connection to root@10.0.0.4:80 exited: Connect failed: Connection refused\n",
                type(terminal, "ssh -p 80 root@10.0.0.4"));
    }

    @Test
    void without_anybody_to_ask_the_key_is_taken_and_the_login_ends_with_the_lines() throws Exception {
        CommandShell once = cirros.shell(query, false);
        assertEquals(
                "vrrp-m\nlogout\n",
                type(once, "ssh root@10.0.0.4\nhostname\nexit").replaceFirst("(?s)^.*_2_bu\n", ""));
        type(once, "ssh root@10.0.0.4");
        assertFalse(once.isTalking());
    }

    @Test
    void without_anybody_at_the_terminal_a_call_ends_where_the_next_one_begins() throws Exception {
        CommandShell once = router.shell(query, false);
        String text = type(once, "ssh cirros@10.0.0.3\nhostname\ntelnet 10.0.0.3\ncirros\nsecret\nhostname");
        assertEquals(2, text.split("client\n", -1).length - 1, text);
        assertTrue(text.contains("client\nTrying 10.0.0.3...\nConnected to 10.0.0.3.\n"), text);
        assertFalse(once.isTalking());
    }

    private static String type(CommandShell terminal, String line) throws InterruptedException {
        var text = new StringBuilder();
        terminal.run(line, text::append);
        return text.toString();
    }

    private Guest guest(String name, GuestProfile profile, String address) {
        var guest = new Guest(name, profile, loop, commands, captures);
        var self = new Nic[1];
        self[0] = guest.plug(
                UUID.nameUUIDFromBytes(address.getBytes(java.nio.charset.StandardCharsets.US_ASCII)),
                "tap" + address,
                new MacAddress(0x02L << 40 | address.hashCode() & 0xFFFF_FFFFL),
                frame -> {
                    wire.forEach(nic -> captures.frame(nic.tap(), frame));
                    passed.add(PacketText.describe(frame, false));
                    wire.stream()
                            .filter(nic -> nic != self[0])
                            .forEach(nic -> loop.schedule(wireTakes, () -> nic.receive(frame)));
                });
        loop.execute(() -> self[0].configure(Ipv4Address.parse(address), 24, ROUTER));
        wire.add(self[0]);
        return guest;
    }
}
