package net.minitrail.vrouter.service;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.LinkedHashMap;
import java.util.function.Supplier;
import net.minitrail.vrouter.oper.OperInterface;
import net.minitrail.vrouter.tcp.TcpConnection;
import net.minitrail.vrouter.tcp.TcpUser;
import org.jspecify.annotations.Nullable;

/** One request for metadata: HTTP/1.0, {@code GET} of the paths that EC2 has. Confined to the routing loop. */
final class MetadataConversation implements TcpUser {
    private static final int MOST = 8192;
    private static final String DATA = "/latest/meta-data";

    private final TcpConnection connection;
    private final Supplier<@Nullable OperInterface> caller;
    private final StringBuilder request = new StringBuilder();
    private boolean answered;

    /** @param caller the port that has called, null if it is gone */
    MetadataConversation(TcpConnection connection, Supplier<@Nullable OperInterface> caller) {
        this.connection = connection;
        this.caller = caller;
    }

    @Override
    public void connected() {}

    @Override
    public void received(byte[] octets) {
        request.append(new String(octets, ISO_8859_1));
        int end = request.indexOf("\r\n\r\n");
        if (!answered && (end >= 0 || request.length() > MOST)) {
            answered = true;
            String line = end < 0 ? "" : request.substring(0, request.indexOf("\r\n"));
            answer(line.split(" ", -1));
        }
    }

    private void answer(String[] words) {
        OperInterface guest = caller.get();
        if (words.length != 3 || !words[2].startsWith("HTTP/1.")) {
            reply("400 Bad Request", "");
        } else if (!words[0].equals("GET")) {
            reply("405 Method Not Allowed", "");
        } else {
            String body = guest == null ? null : body(guest, words[1].replaceFirst("/+$", ""));
            reply(body == null ? "404 Not Found" : "200 OK", body == null ? "" : body);
        }
        connection.close();
    }

    private static @Nullable String body(OperInterface guest, String path) {
        var data = new LinkedHashMap<String, String>();
        data.put("hostname", guest.port().displayName());
        data.put("instance-id", guest.port().instance().toString());
        data.put("local-hostname", guest.port().displayName());
        data.put("local-ipv4", guest.vif().address().toString());
        data.put("mac", guest.mac().toString());
        return switch (path) {
            case "" -> "latest";
            case "/latest" -> "meta-data/";
            case DATA -> String.join("\n", data.keySet());
            default -> path.startsWith(DATA + "/") ? data.get(path.substring(DATA.length() + 1)) : null;
        };
    }

    private void reply(String status, String body) {
        byte[] octets = body.getBytes(UTF_8);
        String head = "HTTP/1.0 " + status + "\r\nContent-Type: text/plain\r\nContent-Length: " + octets.length
                + "\r\nConnection: close\r\n\r\n";
        connection.send(head.getBytes(ISO_8859_1));
        connection.send(octets);
    }

    @Override
    public void ended() {
        connection.close();
    }

    @Override
    public void failed(String reason) {}
}
