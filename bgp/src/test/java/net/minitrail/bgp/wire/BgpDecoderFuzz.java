package net.minitrail.bgp.wire;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/**
 * Octets that a fuzzer makes up, guided by what they reach, as messages of a session: {@code mvn -Pfuzz -pl bgp -am test}.
 * Any error but the documented exception is a finding.
 */
class BgpDecoderFuzz {
    @FuzzTest(maxDuration = "20s")
    void messages(byte[] octets) {
        if (octets.length < 2) {
            return;
        }
        CodecOptions options = (octets[0] & 1) == 0 ? UpdateOctets.internal() : UpdateOctets.external();
        var decoder = new BgpDecoder(options, new AttributeInterner());
        ByteBuf message = Unpooled.buffer();
        int start = MessageHeader.begin(1 + (octets[0] >> 1 & 7), message);
        message.writeBytes(octets, 1, octets.length - 1);
        MessageHeader.finish(start, message);
        try {
            if (decoder.messageLength(message) == message.readableBytes()) {
                decoder.decode(message);
            }
        } catch (BgpProtocolException e) {
            // what the octets deserve
        }
    }
}
