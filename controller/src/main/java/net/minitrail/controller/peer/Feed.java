package net.minitrail.controller.peer;

import com.google.common.collect.ImmutableList;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import net.minitrail.bgp.rib.RouteTable;
import net.minitrail.controller.routing.Instance;
import net.minitrail.xmpp.session.AgentConnection;

/**
 * What agents are told of one table of a routing instance. Agents that have been told the same stand in one
 * {@link FeedStream} and are handed the same octets. One that cannot take more falls behind in a stream of its own, and is
 * back with the others when it has caught up. Confined to the routing loop.
 */
final class Feed {
    private final RouteTable table;
    private final Instance instance;
    private final ItemCache items;
    private final List<FeedStream> streams = new ArrayList<>();
    private final IdentityHashMap<AgentConnection, FeedStream> places = new IdentityHashMap<>();

    Feed(RouteTable table, Instance instance, ItemCache items) {
        this.table = table;
        this.instance = instance;
        this.items = items;
    }

    /** The agent is to be told everything, from the beginning. */
    void join(AgentConnection agent) {
        place(agent, streams.stream().filter(FeedStream::isFresh).findFirst().orElseGet(this::open));
    }

    private FeedStream open() {
        var stream = new FeedStream(table.reader(), instance, table, items);
        streams.add(stream);
        return stream;
    }

    private void place(AgentConnection agent, FeedStream stream) {
        stream.members().add(agent);
        places.put(agent, stream);
    }

    void leave(AgentConnection agent) {
        FeedStream stream = places.remove(agent);
        if (stream != null) {
            stream.members().remove(agent);
            closeIfEmpty(stream);
        }
    }

    private void closeIfEmpty(FeedStream stream) {
        if (stream.members().isEmpty()) {
            stream.close();
            streams.remove(stream);
        }
    }

    /** Tells everything again to all. */
    void rewind() {
        streams.forEach(FeedStream::rewind);
    }

    /** Whether the agent has been told all there is; true if it does not take part. */
    boolean isToldAll(AgentConnection agent) {
        FeedStream stream = places.get(agent);
        return stream == null || !stream.hasNext();
    }

    /** Number of destinations that there are to tell. */
    int reachable() {
        return table.reachable();
    }

    /**
     * Queues for all what has changed, as far as each can take it.
     *
     * @param told to which those are added for whom there is something
     */
    void tell(Set<AgentConnection> told) {
        for (FeedStream stream : ImmutableList.copyOf(streams)) {
            while (stream.hasNext() && leaveBehind(stream)) {
                stream.tellSome();
                told.addAll(stream.members());
            }
        }
        if (streams.size() > 1) {
            reunite();
        }
    }

    /** Lets members that cannot take more stay at this place; false if that is all of them. */
    private boolean leaveBehind(FeedStream stream) {
        List<AgentConnection> full = new ArrayList<>();
        for (AgentConnection member : stream.members()) {
            if (!member.isWritable()) {
                full.add(member);
            }
        }
        if (full.size() == stream.members().size()) {
            return false;
        }
        if (!full.isEmpty()) {
            FeedStream behind = stream.fork();
            streams.add(behind);
            for (AgentConnection member : full) {
                stream.members().remove(member);
                place(member, behind);
            }
        }
        return true;
    }

    /** Those who have been told all stand together from now on. */
    private void reunite() {
        FeedStream first = null;
        for (FeedStream stream : ImmutableList.copyOf(streams)) {
            if (stream.hasNext()) {
                continue;
            }
            if (first == null) {
                first = stream;
                continue;
            }
            for (AgentConnection member : ImmutableList.copyOf(stream.members())) {
                stream.members().remove(member);
                place(member, first);
            }
            closeIfEmpty(stream);
        }
    }
}
