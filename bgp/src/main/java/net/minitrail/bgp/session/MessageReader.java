package net.minitrail.bgp.session;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.List;
import net.minitrail.bgp.wire.AttributeInterner;
import net.minitrail.bgp.wire.BgpDecoder;
import net.minitrail.bgp.wire.BgpProtocolException;
import net.minitrail.bgp.wire.CodecOptions;

/**
 * Cuts the stream into messages and decodes each. A header is judged as soon as it is complete, so that HTTP or TLS on our
 * port is refused at once. Passes on a {@code BgpMessage}, or the {@link BgpProtocolException} that ends the session; what
 * comes after that is thrown away.
 */
final class MessageReader extends ByteToMessageDecoder {
    private final BgpDecoder decoder;
    private final MessageCounters counters;
    private boolean deaf;

    MessageReader(AttributeInterner interner, MessageCounters counters) {
        this.counters = counters;
        decoder = new BgpDecoder(CodecOptions.BEFORE_OPEN, interner);
    }

    /** What holds from the next message on. */
    void negotiated(CodecOptions options) {
        decoder.negotiated(options);
    }

    /** Ignores whatever else comes. */
    void deafen() {
        deaf = true;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object octets) throws Exception {
        if (octets instanceof ByteBuf in) {
            counters.receivedOctets(in.readableBytes());
        }
        super.channelRead(ctx, octets);
    }

    @Override
    protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
        if (deaf) {
            in.skipBytes(in.readableBytes());
            return;
        }
        try {
            if (in.readableBytes() < BgpDecoder.HEADER_LENGTH) {
                BgpDecoder.checkMarker(in);
                return;
            }
            int length = decoder.messageLength(in);
            if (in.readableBytes() >= length) {
                out.add(decoder.decode(in.readSlice(length)));
            }
        } catch (BgpProtocolException e) {
            deaf = true;
            in.skipBytes(in.readableBytes());
            out.add(e);
        }
    }
}
