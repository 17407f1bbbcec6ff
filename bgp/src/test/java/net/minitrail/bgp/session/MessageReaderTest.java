package net.minitrail.bgp.session;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.HexFormat;
import net.minitrail.bgp.wire.AttributeInterner;
import net.minitrail.bgp.wire.BgpProtocolException;
import net.minitrail.bgp.wire.ErrorCode;
import net.minitrail.bgp.wire.Keepalive;
import net.minitrail.bgp.wire.Open;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class MessageReaderTest {
    private final MessageCounters counters = new MessageCounters();
    private final EmbeddedChannel channel = new EmbeddedChannel(new MessageReader(new AttributeInterner(), counters));

    @AfterEach
    void nothing_is_left() {
        channel.finishAndReleaseAll();
    }

    @Test
    void reads_messages_that_come_octet_by_octet() {
        ByteBuf wire = octets(RawPeer.open(65500, 90, "192.168.100.1") + RawPeer.KEEPALIVE);
        int octets = wire.readableBytes();
        while (wire.isReadable()) {
            channel.writeInbound(wire.readRetainedSlice(1));
        }
        wire.release();

        Open open = assertInstanceOf(Open.class, channel.readInbound());
        assertEquals(65500, open.as());
        assertEquals("192.168.100.1", open.routerId().toString());
        assertEquals(Keepalive.INSTANCE, channel.readInbound());
        assertNull(channel.readInbound());
        assertEquals(octets, counters.octetsIn());
    }

    @Test
    void reads_several_messages_that_come_at_once() {
        channel.writeInbound(octets(RawPeer.KEEPALIVE + RawPeer.KEEPALIVE));
        assertEquals(Keepalive.INSTANCE, channel.readInbound());
        assertEquals(Keepalive.INSTANCE, channel.readInbound());
    }

    @Test
    void judges_a_header_before_the_rest_has_come_and_ignores_what_follows() {
        channel.writeInbound(octets(RawPeer.MARKER + "1001 02")); // 4097 octets, one too many
        channel.writeInbound(octets(RawPeer.KEEPALIVE));

        var error = assertInstanceOf(BgpProtocolException.class, channel.readInbound());
        assertEquals(ErrorCode.BAD_MESSAGE_LENGTH, error.error());
        assertNull(channel.readInbound());
    }

    private static ByteBuf octets(String hex) {
        return Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex.replaceAll("\\s", "")));
    }
}
