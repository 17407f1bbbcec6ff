package net.minitrail.controller.peer;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import net.minitrail.bgp.rib.Destination;
import net.minitrail.bgp.rib.RouteTable;
import net.minitrail.bgp.rib.TableReader;
import net.minitrail.controller.routing.Instance;
import net.minitrail.xmpp.session.AgentConnection;
import net.minitrail.xmpp.stanza.Dialect;
import net.minitrail.xmpp.stanza.RenderedBody;
import net.minitrail.xmpp.stanza.RenderedItem;

/** A place in the changes of a table, and the agents that have been told all before it. Confined to the routing loop. */
final class FeedStream implements AutoCloseable {
    private final TableReader changes;
    private final Instance instance;
    private final RouteTable table;
    private final ItemCache items;
    private final Set<AgentConnection> members = new LinkedHashSet<>();
    private boolean fresh = true;

    FeedStream(TableReader changes, Instance instance, RouteTable table, ItemCache items) {
        this.changes = changes;
        this.instance = instance;
        this.table = table;
        this.items = items;
    }

    Set<AgentConnection> members() {
        return members;
    }

    /** Whether its members have been told nothing yet. */
    boolean isFresh() {
        return fresh;
    }

    boolean hasNext() {
        return changes.hasNext();
    }

    /** Goes back to the beginning, knowing what the members have been told. */
    void rewind() {
        changes.rewind();
    }

    /** Another stream at this place, without members. */
    FeedStream fork() {
        var other = new FeedStream(changes.fork(), instance, table, items);
        other.fresh = fresh;
        return other;
    }

    /** Queues the next changes for all members, as many as go into one notification. */
    void tellSome() {
        fresh = false;
        List<RenderedItem> added = new ArrayList<>();
        List<RenderedItem> removed = new ArrayList<>();
        while (added.size() < Dialect.MAX_ITEMS && removed.size() < Dialect.MAX_RETRACTS && changes.hasNext()) {
            Destination changed = changes.next();
            RenderedItem item = changed == null ? null : items.of(table, changed, instance);
            if (item != null) {
                (item.isRetract() ? removed : added).add(item);
            }
        }
        send(added);
        send(removed);
    }

    private void send(List<RenderedItem> some) {
        if (!some.isEmpty()) {
            RenderedBody body = RenderedBody.routes(instance.name(), some);
            members.forEach(member -> member.queue(body));
        }
    }

    @Override
    public void close() {
        changes.close();
    }
}
