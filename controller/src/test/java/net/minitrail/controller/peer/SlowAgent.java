package net.minitrail.controller.peer;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import net.minitrail.xmpp.session.AgentConnection;
import net.minitrail.xmpp.session.ChannelStatistics;
import net.minitrail.xmpp.stanza.RenderedBody;

/** An agent that keeps what it is told, and says when it can take more. */
final class SlowAgent implements AgentConnection {
    private static final Pattern ITEM =
            Pattern.compile("<item id=['\"]([^'\"]+)['\"].*?<label>(\\d+)</label>|<retract id=['\"]([^'\"]+)['\"]");

    final List<RenderedBody> bodies = new ArrayList<>();

    /** Label by prefix. */
    final Map<String, String> held = new TreeMap<>();

    boolean writable = true;

    RenderedBody last() {
        return bodies.get(bodies.size() - 1);
    }

    @Override
    public void queue(RenderedBody body) {
        bodies.add(body);
        for (Matcher item = ITEM.matcher(UTF_8.decode(body.octets())); item.find(); ) {
            if (item.group(1) == null) {
                held.remove(item.group(3));
            } else {
                held.put(item.group(1), item.group(2));
            }
        }
    }

    @Override
    public void send(RenderedBody body) {
        queue(body);
    }

    @Override
    public void flush() {}

    @Override
    public boolean isWritable() {
        return writable;
    }

    @Override
    public String name() {
        return "slow";
    }

    @Override
    public InetSocketAddress address() {
        return InetSocketAddress.createUnresolved("slow", 1);
    }

    @Override
    public boolean isUp() {
        return true;
    }

    @Override
    public void onWritable(Runnable action) {}

    @Override
    public void close(String reason) {}

    @Override
    public long upSince() {
        return 0;
    }

    @Override
    public ChannelStatistics statistics() {
        throw new AssertionError("nobody asks");
    }
}
