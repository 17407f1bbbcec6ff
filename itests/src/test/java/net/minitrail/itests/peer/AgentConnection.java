package net.minitrail.itests.peer;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An agent that says its XML itself. A thread of its own reads, answers keepalives, and keeps what was announced and not
 * retracted, unless it was told not to. For one owner; what was heard may be read by any thread.
 */
public final class AgentConnection implements AutoCloseable {
    private static final String CONTROLLER = "network-control@contrailsystems.com";
    private static final int RECEIVE_BUFFER = 64 * 1024;
    private static final Pattern CHANGE = Pattern.compile("<(item|retract) id=[\"']([^\"']+)[\"']");

    private final Socket socket;
    private final String name;
    private final Set<String> told = ConcurrentHashMap.newKeySet();
    private final CompletableFuture<String> end = new CompletableFuture<>();
    private final ReadingGate gate = new ReadingGate();
    private int published;

    private AgentConnection(Socket socket, String name) {
        this.socket = socket;
        this.name = name;
    }

    /**
     * Dials from {@code from} and opens the stream.
     *
     * @param reads whether it takes what it is told; else its window fills up
     */
    public static AgentConnection open(String from, InetSocketAddress to, String name, boolean reads)
            throws IOException {
        Socket socket = new Socket();
        socket.setReuseAddress(true);
        socket.setReceiveBufferSize(RECEIVE_BUFFER);
        socket.setTcpNoDelay(true);
        socket.bind(new InetSocketAddress(from, 0));
        socket.connect(to, 10_000);
        var agent = new AgentConnection(socket, name);
        agent.say(
                "<?xml version='1.0'?><stream:stream from='" + name + "' to='" + CONTROLLER
                        + "' version='1.0' xml:lang='en' xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'>");
        agent.setReading(reads);
        Thread reader = new Thread(agent::read, "agent " + name);
        reader.setDaemon(true);
        reader.start();
        return agent;
    }

    private void read() {
        var text = new StringBuilder();
        byte[] some = new byte[16 * 1024];
        gate.pass();
        try (InputStream in = socket.getInputStream()) {
            for (int length = in.read(some); length >= 0; length = in.read(some)) {
                gate.pass();
                if (length == 1) {
                    sendKeepalive();
                }
                text.append(new String(some, 0, length, StandardCharsets.ISO_8859_1));
                int whole = text.lastIndexOf("</message>");
                if (whole >= 0) {
                    take(text.substring(0, whole));
                    text.delete(0, whole);
                }
            }
            end.complete(text.toString());
        } catch (IOException e) {
            end.complete(e.toString());
        }
    }

    /** Stops taking octets from the socket, or goes on. */
    public void setReading(boolean value) {
        gate.set(value);
    }

    /** A blank, as the controller sends one every 30 s. Who says nothing for 90 s is given up. */
    public void sendKeepalive() throws IOException {
        say(" ");
    }

    private void take(String messages) {
        Matcher change = CHANGE.matcher(messages);
        while (change.find()) {
            if (change.group(1).equals("item")) {
                told.add(change.group(2));
            } else {
                told.remove(change.group(2));
            }
        }
    }

    public void say(String xml) throws IOException {
        socket.getOutputStream().write(xml.getBytes(StandardCharsets.UTF_8));
    }

    public void subscribe(String instance, int id) throws IOException {
        say(iq("<subscribe node='" + instance + "'><options><instance-id>" + id
                + "</instance-id></options></subscribe>"));
    }

    /** Publishes an IPv4 route with this next hop. */
    public void publish(String instance, String prefix, int label, String nextHop) throws IOException {
        String id = "1/1/" + instance + "/" + prefix;
        say(iq("<publish node='" + id + "'><item><entry><nlri><af>1</af><safi>1</safi><address>" + prefix
                        + "</address></nlri><next-hops><next-hop><af>1</af><address>" + nextHop + "</address><label>"
                        + label + "</label><tunnel-encapsulation-list><tunnel-encapsulation>gre</tunnel-encapsulation>"
                        + "</tunnel-encapsulation-list></next-hop></next-hops><version>1</version>"
                        + "<local-preference>100</local-preference></entry></item></publish>")
                + iq("<collection node='" + instance + "'><associate node='" + id + "'/></collection>"));
    }

    private String iq(String request) {
        return "<iq type='set' from='" + name + "' to='" + CONTROLLER + "/bgp-peer' id='p" + published++
                + "'><pubsub xmlns='http://jabber.org/protocol/pubsub'>" + request + "</pubsub></iq>";
    }

    /** The ids of items that were announced and not retracted. */
    public Set<String> told() {
        return told;
    }

    /** What was said last, once the other side has closed. */
    public CompletableFuture<String> end() {
        return end;
    }

    /** Ends with a RST, without a word. */
    public void reset() throws IOException {
        socket.setSoLinger(true, 0);
        close();
    }

    /** Ends with a FIN, without a word. */
    @Override
    public void close() throws IOException {
        setReading(true);
        socket.close();
    }
}
