package net.minitrail.vrouter.guest;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import net.minitrail.net.IpAddress;
import net.minitrail.vrouter.tcp.TcpConnection;
import net.minitrail.vrouter.tcp.TcpStack;
import net.minitrail.vrouter.tcp.TcpUser;

/** A guest's {@code GET} of HTTP/1.0. Confined to the routing loop; how it ended is told by a queue, to any thread. */
final class HttpCall implements TcpUser {
    private static final int MOST = 1 << 20;

    /**
     * How it ended.
     *
     * @param status of HTTP, 0 if nobody answered
     * @param text the body, or why there is none
     */
    record Result(int status, String text) {}

    private final BlockingQueue<Result> results = new LinkedBlockingQueue<>();
    private final ByteArrayOutputStream answer = new ByteArrayOutputStream();
    private final TcpConnection connection;
    private final Linger linger = new Linger();
    private final String request;

    HttpCall(TcpStack tcp, IpAddress local, CallEnd end, String path) {
        this.request = "GET " + path + " HTTP/1.0\r\nHost: " + end.host() + "\r\nAccept: */*\r\n\r\n";
        this.connection = tcp.connect(local, end.host(), end.port(), this);
    }

    BlockingQueue<Result> results() {
        return results;
    }

    /** When the call is over on the wire too. */
    Linger linger() {
        return linger;
    }

    void close() {
        connection.close();
    }

    @Override
    public void connected() {
        connection.send(request.getBytes(ISO_8859_1));
    }

    @Override
    public void received(byte[] octets) {
        answer.writeBytes(octets);
        if (answer.size() > MOST) {
            connection.abort();
            failed("answer too long");
        }
    }

    @Override
    public void ended() {
        connection.close();
        String text = answer.toString(UTF_8);
        int end = text.indexOf("\r\n\r\n");
        boolean http = text.matches("(?s)HTTP/1[.][01] [0-9]{3}[ \r].*") && end >= 0;
        results.add(
                http
                        ? new Result(Integer.parseInt(text.substring(9, 12)), text.substring(end + 4))
                        : new Result(0, "Empty reply from server"));
    }

    @Override
    public void closed() {
        linger.gone();
    }

    @Override
    public void failed(String reason) {
        linger.gone();
        results.add(new Result(0, reason));
    }
}
