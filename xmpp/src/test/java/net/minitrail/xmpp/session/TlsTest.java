package net.minitrail.xmpp.session;

import static net.minitrail.xmpp.stanza.RouteItemBuilder.INSTANCE;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.handler.ssl.JdkSslContext;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import net.minitrail.net.runtime.ConfigException;
import net.minitrail.xmpp.stanza.AgentRequest;
import net.minitrail.xmpp.stream.ClientState;
import net.minitrail.xmpp.stream.StreamXml;
import net.minitrail.xmpp.tls.TestAuthority;
import net.minitrail.xmpp.tls.TestAuthority.Validity;
import net.minitrail.xmpp.tls.TlsContexts;
import net.minitrail.xmpp.tls.TlsFiles;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TlsTest {
    private static final String SUBSCRIBE =
            "<iq type='set'><pubsub><subscribe node='blue'><options/></subscribe></pubsub></iq>";
    private static final Duration LONG = Duration.ofSeconds(90);

    @TempDir
    private Path folder;

    private TestAuthority authority;
    private TlsFiles serverFiles;
    private ServerFixture controller;

    @BeforeEach
    void start() throws Exception {
        authority = new TestAuthority(folder, "lab");
        serverFiles = authority.issue("controller");
        controller = new ServerFixture(
                ServerFixture.hasty(LONG, Duration.ofMillis(1500)).withTls(serverFiles));
    }

    @AfterEach
    void stop() {
        controller.close();
    }

    @Test
    void a_session_comes_up_inside_tls_and_carries_stanzas_both_ways() {
        var log = new RecordingController();
        try (var agent = client(authority.issue("compute-1"), log)) {
            controller.listener.awaitUp("compute-1");
            await().until(() -> log.log.contains("up"));
            var subscribe = new AgentRequest.Subscribe(INSTANCE, 7, false);
            controller.routing.execute(() -> agent.send(subscribe));
            assertEquals(List.of(subscribe), controller.listener.awaitRequests("compute-1", 1));
        }
        assertEquals("down: closed by agent", controller.listener.awaitDown("compute-1"));
    }

    @Test
    void a_certificate_of_another_authority_is_refused_by_both_sides() {
        TlsFiles foreign = new TestAuthority(folder, "other").issue("stranger");

        assertTrue(refusal(foreign).contains("certificate of CN=controller"), "the agent does not trust the server");
        TlsFiles gullible = new TlsFiles(foreign.certificate(), foreign.key(), authority.file(), false);
        assertTrue(refusal(gullible).contains("certificate"), refusal(gullible));
    }

    @Test
    void a_certificate_that_has_expired_or_is_not_yet_valid_is_refused() {
        var past = new Validity(Duration.ofDays(-9), Duration.ofDays(-1));
        var future = new Validity(Duration.ofDays(1), Duration.ofDays(9));

        assertFalse(refusal(authority.issue("compute-1", TestAuthority.ecKeys(), "SHA256withECDSA", past))
                .isEmpty());
        assertFalse(refusal(authority.issue("compute-1", TestAuthority.ecKeys(), "SHA256withECDSA", future))
                .isEmpty());
    }

    @Test
    void weak_keys_and_weak_signatures_are_refused() {
        TlsFiles shortKey =
                authority.issue("weak", TestAuthority.rsaKeys(1024), "SHA256withECDSA", TestAuthority.year());
        TlsFiles oldHash = authority.issue("old", TestAuthority.ecKeys(), "SHA1withECDSA", TestAuthority.year());

        assertFalse(refusal(shortKey).isEmpty());
        assertFalse(refusal(oldHash).isEmpty());
    }

    @Test
    void an_agent_without_a_certificate_is_refused() throws Exception {
        try (var agent = proceeded()) {
            assertThrows(IOException.class, () -> {
                agent.startTls(trusting(authority.file()));
                agent.open("nobody");
            });
        }
        assertTrue(controller.listener.log.isEmpty());
    }

    @Test
    void plain_text_to_a_server_that_demands_tls_gets_nowhere() throws Exception {
        try (var agent = RawAgent.opened(controller.address, "plain")) {
            agent.hear("<starttls xmlns=\"urn:ietf:params:xml:ns:xmpp-tls\"><required/></starttls></stream:features>");
            agent.say(SUBSCRIBE);
            assertTrue(agent.hearEnd().contains("not-authorized"));
        }
        try (var agent = RawAgent.opened(controller.address, "patient")) {
            assertTrue(agent.hearEnd().contains("connection-timeout"));
        }
        assertTrue(controller.listener.log.isEmpty());
    }

    @Test
    void an_agent_that_wants_tls_never_goes_without() throws Exception {
        try (var plain = new ServerFixture(ServerFixture.config())) {
            var log = new RecordingController();
            var config = XmppClientConfig.of("compute-1", null, plain.address)
                    .withTimes(LONG, Duration.ofMillis(200))
                    .withTls(authority.issue("compute-1"));
            try (var agent = new XmppClient(config, plain.routing, log)) {
                agent.start();
                await().until(() -> agent.status().lastError().equals("no progress in AWAIT_FEATURES"));
                assertEquals(List.of(), log.log);
            }
        }
    }

    @Test
    void what_follows_starttls_in_clear_is_discarded() throws Exception {
        try (var agent = RawAgent.opened(controller.address, "stripped")) {
            agent.hear("</stream:features>");
            agent.say(StreamXml.STARTTLS + StreamXml.open("stripped", RawAgent.CONTROLLER) + SUBSCRIBE);
            agent.hear(StreamXml.PROCEED);
            agent.startTls(identified(authority.issue("stripped")));
            agent.open("stripped");
            agent.say("<iq type='set'><pubsub><unsubscribe node='red'/></pubsub></iq>");

            assertEquals(
                    List.of(new AgentRequest.Unsubscribe("red")), controller.listener.awaitRequests("stripped", 1));
        }
    }

    @Test
    void a_handshake_that_stalls_is_given_up_and_holds_up_nobody() throws Exception {
        try (var stalled = proceeded();
                var half = proceeded();
                var good = client(authority.issue("compute-1"), new RecordingController())) {
            half.say(new byte[] {22, 3, 1, 2, 0, 1, 0});
            controller.listener.awaitUp("compute-1");
            assertNotEquals(ClientState.IDLE, good.status().state());
            stalled.hearEnd();
            half.hearEnd();
        }
    }

    @Test
    void a_name_inside_tls_that_differs_from_the_one_before_is_refused() throws Exception {
        try (var agent = proceeded()) {
            agent.startTls(identified(authority.issue("compute-1")));
            agent.say(StreamXml.open("compute-2", RawAgent.CONTROLLER));
            assertTrue(agent.hearEnd().contains("invalid-from"));
        }
    }

    @Test
    void a_certificate_for_another_name_is_refused_when_identity_is_checked() throws Exception {
        var checking = new TlsFiles(serverFiles.certificate(), serverFiles.key(), serverFiles.authority(), true);
        try (var strict = new ServerFixture(ServerFixture.config().withTls(checking))) {
            var wrong = XmppClientConfig.of("compute-1", null, strict.address).withTls(authority.issue("compute-2"));
            var right = XmppClientConfig.of("compute-1", null, strict.address).withTls(authority.issue("Compute-1"));
            try (var impostor = new XmppClient(wrong, strict.routing, new RecordingController())) {
                impostor.start();
                await().until(() -> impostor.status().lastError().contains("not-authorized"));
            }
            try (var agent = new XmppClient(right, strict.routing, new RecordingController())) {
                agent.start();
                strict.listener.awaitUp("compute-1");
            }
        }
    }

    @Test
    void missing_files_are_named_and_nothing_starts() throws Exception {
        for (var files : List.of(
                new TlsFiles(folder.resolve("none.pem"), serverFiles.key(), serverFiles.authority(), false),
                new TlsFiles(serverFiles.certificate(), folder.resolve("none.pem"), serverFiles.authority(), false),
                new TlsFiles(serverFiles.certificate(), serverFiles.key(), folder.resolve("none.pem"), false))) {
            var config = ServerFixture.config().withTls(files);
            var error = assertThrows(
                    ConfigException.class, () -> new XmppServer(config, controller.routing, controller.listener));
            assertTrue(error.getMessage().contains("none.pem does not exist"), error.getMessage());
        }
        Path garbage = Files.writeString(folder.resolve("garbage.pem"), "no PEM at all");
        var config = ServerFixture.config()
                .withTls(new TlsFiles(garbage, serverFiles.key(), serverFiles.authority(), false));
        var error = assertThrows(
                ConfigException.class, () -> new XmppServer(config, controller.routing, controller.listener));
        assertTrue(error.getMessage().contains("garbage.pem"), error.getMessage());
    }

    @Test
    void a_replaced_certificate_serves_new_connections_and_old_sessions_stay() throws Exception {
        var log = new RecordingController();
        try (var agent = client(authority.issue("compute-1"), log)) {
            controller.listener.awaitUp("compute-1");
            SSLSocketFactory factory = identified(authority.issue("compute-1"));
            X509Certificate before = presented(factory);

            authority.issue("controller"); // over the same files
            Files.setLastModifiedTime(serverFiles.certificate(), FileTime.fromMillis(1_000_000_000_000L));

            assertNotEquals(before, presented(factory));
            Files.writeString(serverFiles.certificate(), "broken");
            assertNotEquals(before, presented(factory), "the last good one stays in use");
            assertEquals(ClientState.ESTABLISHED, agent.status().state());
            assertEquals(0, agent.status().flaps());
        }
    }

    private X509Certificate presented(SSLSocketFactory factory) throws IOException {
        try (var agent = proceeded("visitor")) {
            agent.startTls(factory);
            return (X509Certificate) ((SSLSocket) agent.socket()).getSession().getPeerCertificates()[0];
        }
    }

    /** Why an agent with these files does not come up. */
    private String refusal(TlsFiles files) {
        var log = new RecordingController();
        try (var agent = client(files, log)) {
            String error = await().until(() -> agent.status().lastError(), text -> !text.isEmpty());
            assertEquals(List.of(), log.log);
            assertTrue(controller.listener.log.isEmpty());
            return error;
        }
    }

    private XmppClient client(TlsFiles files, RecordingController log) {
        var config = XmppClientConfig.of("compute-1", null, controller.address)
                .withTimes(LONG, Duration.ofSeconds(3))
                .withTls(files);
        var client = new XmppClient(config, controller.routing, log);
        client.start();
        return client;
    }

    /** An agent that may begin its handshake. */
    private RawAgent proceeded() throws IOException {
        return proceeded("compute-1");
    }

    private RawAgent proceeded(String name) throws IOException {
        var agent = RawAgent.opened(controller.address, name);
        agent.hear("</stream:features>");
        agent.say(StreamXml.STARTTLS);
        agent.hear(StreamXml.PROCEED);
        return agent;
    }

    private static SSLSocketFactory identified(TlsFiles files) throws Exception {
        var context = (JdkSslContext) TlsContexts.ofClient(files).current();
        return context.context().getSocketFactory();
    }

    private static SSLSocketFactory trusting(Path file) throws Exception {
        KeyStore anchors = KeyStore.getInstance(KeyStore.getDefaultType());
        anchors.load(null, null);
        try (InputStream in = Files.newInputStream(file)) {
            anchors.setCertificateEntry(
                    "ca", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        var trust = TrustManagerFactory.getInstance("PKIX");
        trust.init(anchors);
        var context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context.getSocketFactory();
    }
}
