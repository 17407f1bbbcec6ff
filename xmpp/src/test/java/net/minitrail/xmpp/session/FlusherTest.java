package net.minitrail.xmpp.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import net.minitrail.net.runtime.VirtualTimeLoop;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FlusherTest {
    private static final int MORE_THAN_GO_TOGETHER = 100;

    private final EmbeddedChannel loop = new EmbeddedChannel();
    private final Flusher flusher = new Flusher(loop.eventLoop());
    private final List<Peer> peers = new ArrayList<>();

    @AfterEach
    void close() {
        loop.finishAndReleaseAll();
        peers.forEach(peer -> peer.channel.finishAndReleaseAll());
    }

    @Test
    void peersThatTakeNothingDoNotHoldUpTheOthers() {
        addPeers(MORE_THAN_GO_TOGETHER);

        peers.forEach(peer -> peer.say("a"));
        runLoop();

        peers.forEach(peer -> assertEquals("a", peer.given()));
    }

    @Test
    void somePeersWaitUntilOthersHaveTakenTheirs() {
        addPeers(MORE_THAN_GO_TOGETHER);

        peers.forEach(peer -> peer.outbound.queue(octets("a")));
        peers.forEach(peer -> peer.outbound.flush());
        for (int i = 0; i < 16; i++) {
            flusher.afterRead();
        }
        long first = peers.stream().filter(peer -> !peer.given().isEmpty()).count();
        assertTrue(first > 0 && first < MORE_THAN_GO_TOGETHER, "given away at once: " + first);

        for (int round = 0; round < MORE_THAN_GO_TOGETHER; round++) {
            peers.forEach(Peer::take);
        }

        peers.forEach(peer -> assertEquals("a", peer.given()));
    }

    @Test
    void aFullChannelIsGivenTheRestWhenItTakesMore() {
        addPeers(1);
        Peer peer = peers.get(0);
        peer.full(true);
        peer.say("a");
        peer.say("b");
        runLoop();
        assertEquals("", peer.given());

        peer.full(false);
        peer.outbound.flush();
        runLoop();

        assertEquals("ab", peer.given());
        peer.take();
        assertEquals(0, peer.outbound.queuedOctets());
    }

    @Test
    void whatFailsInAWriteThatWasPutOffIsTold() {
        addPeers(MORE_THAN_GO_TOGETHER);
        peers.get(MORE_THAN_GO_TOGETHER - 1).broken = true;

        peers.forEach(peer -> peer.say("a"));

        var told = assertThrows(IllegalStateException.class, this::runLoop);
        assertEquals("no memory", told.getMessage());
        assertFalse(peers.get(0).given().isEmpty());
    }

    private void addPeers(int count) {
        for (int i = 0; i < count; i++) {
            peers.add(new Peer());
        }
    }

    private void runLoop() {
        for (int i = 0; i < MORE_THAN_GO_TOGETHER; i++) {
            loop.runPendingTasks();
        }
        loop.checkException();
    }

    private static byte[] octets(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    /** A peer whose kernel takes what it is given only when told to. */
    private final class Peer {
        private final StringBuilder given = new StringBuilder();
        private final ArrayDeque<ChannelPromise> underWay = new ArrayDeque<>();
        private boolean broken;
        private final EmbeddedChannel channel =
                new EmbeddedChannel(new ChannelOutboundHandlerAdapter() {
                    @Override
                    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
                        ByteBuf octets = (ByteBuf) message;
                        given.append(octets.toString(StandardCharsets.UTF_8));
                        octets.release();
                        underWay.add(promise);
                    }
                }) {
                    @Override
                    public ByteBufAllocator alloc() {
                        if (broken) {
                            throw new IllegalStateException("no memory");
                        }
                        return super.alloc();
                    }
                };
        private final Outbound outbound = new Outbound(channel, flusher, new VirtualTimeLoop(), 1 << 20, () -> {});

        void say(String text) {
            outbound.offer(octets(text));
        }

        String given() {
            return given.toString();
        }

        void full(boolean full) {
            channel.unsafe().outboundBuffer().setUserDefinedWritability(1, !full);
        }

        /** The kernel takes the first of what is under way, if anything is. */
        void take() {
            ChannelPromise first = underWay.poll();
            if (first != null) {
                first.setSuccess();
            }
        }
    }
}
