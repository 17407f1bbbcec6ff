package net.minitrail.xmpp.session;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import net.minitrail.xmpp.stream.StreamXml;

/** An agent of bare octets, to say what no client would. */
final class RawAgent implements AutoCloseable {
    static final String CONTROLLER = "network-control@contrailsystems.com";

    private Socket socket;
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();

    RawAgent(InetSocketAddress server) throws IOException {
        this(server, "127.0.0.1");
    }

    RawAgent(InetSocketAddress server, String local) throws IOException {
        socket = new Socket(server.getAddress(), server.getPort(), InetAddress.getByName(local), 0);
        socket.setSoTimeout(5000);
        socket.setTcpNoDelay(true);
    }

    /** An agent whose stream is open. */
    static RawAgent opened(InetSocketAddress server, String name) throws IOException {
        var agent = new RawAgent(server);
        agent.open(name);
        return agent;
    }

    void open(String name) throws IOException {
        say(StreamXml.open(name, CONTROLLER));
        hear("<stream:stream", ">");
    }

    void say(String text) throws IOException {
        say(text.getBytes(UTF_8));
    }

    void say(byte[] octets) throws IOException {
        socket.getOutputStream().write(octets);
        socket.getOutputStream().flush();
    }

    /** Says as much as the other side lets it; that it stops listening is no error. */
    void sayInVain(byte[] octets) {
        try {
            say(octets);
        } catch (IOException e) {
            heard.writeBytes(("[" + e.getMessage() + "]").getBytes(UTF_8));
        }
    }

    /** Waits until what was heard since the last call contains the texts in this order; answers all of it. */
    String hear(String... texts) throws IOException {
        while (true) {
            String all = heard.toString(UTF_8);
            int from = 0;
            for (String text : texts) {
                int at = from < 0 ? -1 : all.indexOf(text, from);
                from = at < 0 ? -1 : at + text.length();
            }
            if (from >= 0) {
                heard.reset();
                heard.writeBytes(all.substring(from).getBytes(UTF_8));
                return all.substring(0, from);
            }
            byte[] chunk = new byte[1 << 20];
            int length = socket.getInputStream().read(chunk);
            if (length < 0) {
                throw new IOException("closed after '" + all + "'");
            }
            heard.write(chunk, 0, length);
        }
    }

    /** Waits for the end of TCP; answers all that came before it. */
    String hearEnd() throws IOException {
        InputStream in = socket.getInputStream();
        try {
            for (int octet = in.read(); octet >= 0; octet = in.read()) {
                heard.write(octet);
            }
        } catch (SocketException e) {
            heard.writeBytes("[reset]".getBytes(UTF_8));
        }
        return heard.toString(UTF_8);
    }

    void startTls(SSLSocketFactory factory) throws IOException {
        var tls = (SSLSocket) factory.createSocket(socket, null, socket.getPort(), true);
        tls.setSoTimeout(5000);
        tls.startHandshake();
        socket = tls;
    }

    void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    Socket socket() {
        return socket;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
