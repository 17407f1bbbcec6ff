package net.minitrail.bgp.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;

/** Builds UPDATE messages from annotated octets; lengths and header are filled in. */
final class UpdateOctets {
    static final String ORIGIN = "40 01 01 02 # ORIGIN incomplete\n";
    static final String AS_PATH = "40 02 00 # AS_PATH, empty\n";
    static final String NEXT_HOP = "40 03 04 c0a86403 # NEXT_HOP 192.168.100.3\n";
    static final String MED = "80 04 04 00000064 # MULTI_EXIT_DISC 100\n";
    static final String LOCAL_PREF = "40 05 04 000000c8 # LOCAL_PREF 200\n";
    static final String TARGET = "c0 10 08 0002 ffdc 00000065 # target:65500:101\n";

    /** 192.168.100.3:7:192.168.1.3/32 behind label 17 at 192.168.100.3. */
    static final String REACH_VPN = """
            80 0e 21                          # MP_REACH_NLRI, 33 octets
            0001 80                           # 1/128
            0c 0000000000000000 c0a86403      # next hop, distinguisher 0
            00                                # reserved
            78 000111 0001c0a864030007 c0a80103
            """;

    private final List<String> attributes = new ArrayList<>();
    private String withdrawn = "";
    private String nlri = "";

    static UpdateOctets update() {
        return new UpdateOctets();
    }

    /** The route that Contrail announces for a VM. */
    static UpdateOctets vpnRoute() {
        return update().with(ORIGIN, AS_PATH, MED, LOCAL_PREF, TARGET, REACH_VPN);
    }

    /** 10.1.240.0/20 in the classic field. */
    static UpdateOctets classicRoute() {
        return update().with(ORIGIN, AS_PATH, NEXT_HOP, LOCAL_PREF).nlri("14 0a01f0");
    }

    UpdateOctets with(String... more) {
        attributes.addAll(List.of(more));
        return this;
    }

    UpdateOctets insert(int index, String attribute) {
        attributes.add(index, attribute);
        return this;
    }

    UpdateOctets without(String attribute) {
        attributes.remove(attribute);
        return this;
    }

    int count() {
        return attributes.size();
    }

    UpdateOctets withdrawn(String octets) {
        withdrawn = octets;
        return this;
    }

    UpdateOctets nlri(String octets) {
        nlri = octets;
        return this;
    }

    ByteBuf build() {
        byte[] gone = Hex.bytes(withdrawn);
        byte[] list = Hex.bytes(String.join("\n", attributes));
        ByteBuf out = Unpooled.buffer();
        int start = MessageHeader.begin(MessageHeader.UPDATE, out);
        out.writeShort(gone.length).writeBytes(gone);
        out.writeShort(list.length).writeBytes(list);
        out.writeBytes(Hex.bytes(nlri));
        MessageHeader.finish(start, out);
        return out;
    }

    Update decode() throws BgpProtocolException {
        return decode(internal());
    }

    Update decode(CodecOptions options) throws BgpProtocolException {
        return (Update) new BgpDecoder(options, new AttributeInterner()).decode(build());
    }

    static CodecOptions internal() {
        return CodecOptions.internal(AddressFamily.values());
    }

    static CodecOptions external() {
        return CodecOptions.external(AddressFamily.values());
    }

    static CodecOptions twoOctetAs() {
        return new CodecOptions(true, false, false, false, internal().families());
    }
}
