package net.minitrail.bgp.wire;

import com.google.common.collect.ImmutableListMultimap;
import com.google.common.collect.Multimaps;
import io.netty.buffer.ByteBuf;

/** Turns messages into octets. Stateless; for many UPDATEs in a row, {@link UpdateEncoder} is the quicker way. */
public final class BgpEncoder {
    private BgpEncoder() {}

    /**
     * Writes {@code message} with its header; an {@link Update} as one message or several, withdrawals first.
     *
     * @throws IllegalArgumentException if one route of an Update does not fit in a message with its attributes
     */
    public static void encode(BgpMessage message, CodecOptions options, ByteBuf out) {
        message.accept(new Writer(options, out));
    }

    private static final class Writer implements BgpMessage.Handler<ByteBuf> {
        private final CodecOptions options;
        private final ByteBuf out;

        Writer(CodecOptions options, ByteBuf out) {
            this.options = options;
            this.out = out;
        }

        @Override
        public ByteBuf onOpen(Open open) {
            int start = MessageHeader.begin(MessageHeader.OPEN, out);
            OpenCodec.encode(open, out);
            MessageHeader.finish(start, out);
            return out;
        }

        @Override
        public ByteBuf onUpdate(Update update) {
            var encoder = new UpdateEncoder(options);
            ImmutableListMultimap<AddressFamily, Nlri> withdrawn = Multimaps.index(update.withdrawn(), Nlri::family);
            withdrawn.asMap().forEach((family, routes) -> encoder.withdraw(withdrawn.get(family), out));
            for (Update.Announcement announcement : update.announcements()) {
                var tooLong = encoder.announce(announcement.attributes(), announcement.routes(), out);
                if (!tooLong.isEmpty()) {
                    throw new IllegalArgumentException(tooLong.get(0) + " does not fit in a message");
                }
            }
            AddressFamily ended = update.endOfRib();
            if (ended != null) {
                encoder.endOfRib(ended, out);
            }
            return out;
        }

        /** Data that does not fit is cut. */
        @Override
        public ByteBuf onNotification(Notification notification) {
            int start = MessageHeader.begin(MessageHeader.NOTIFICATION, out);
            out.writeByte(notification.code()).writeByte(notification.subcode());
            int room = CodecOptions.MAX_MESSAGE - (out.writerIndex() - start);
            byte[] data = notification.data().toByteArray();
            out.writeBytes(data, 0, Math.min(room, data.length));
            MessageHeader.finish(start, out);
            return out;
        }

        @Override
        public ByteBuf onKeepalive() {
            MessageHeader.finish(MessageHeader.begin(MessageHeader.KEEPALIVE, out), out);
            return out;
        }

        @Override
        public ByteBuf onRouteRefresh(RouteRefresh refresh) {
            int start = MessageHeader.begin(MessageHeader.ROUTE_REFRESH, out);
            out.writeShort(refresh.afi()).writeByte(refresh.subtype()).writeByte(refresh.safi());
            MessageHeader.finish(start, out);
            return out;
        }
    }
}
