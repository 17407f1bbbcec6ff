package net.minitrail.bgp.wire;

import com.google.common.collect.ImmutableList;
import org.jspecify.annotations.Nullable;

/** The attributes this library knows: by type for reading, and in Contrail's order for writing. */
final class AttributeCodecs {
    static final NextHopCodec NEXT_HOP = new NextHopCodec();

    /** As Contrail writes them; NEXT_HOP comes after the first, MP_REACH_NLRI after the last. */
    static final ImmutableList<AttributeCodec> IN_WRITING_ORDER = ImmutableList.of(
            new OriginCodec(),
            new MedCodec(),
            new LocalPrefCodec(),
            new AtomicAggregateCodec(),
            new AggregatorCodec(),
            new OriginatorIdCodec(),
            new ClusterListCodec(),
            new AsPathCodec(),
            new CommunitiesCodec(),
            new ExtendedCommunitiesCodec(),
            new PmsiTunnelCodec(),
            new As4PathCodec(),
            new As4AggregatorCodec(),
            new TunnelEncapsulationCodec(),
            new Ipv6ExtendedCommunitiesCodec(),
            new AigpCodec(),
            new LargeCommunitiesCodec());

    private static final @Nullable AttributeCodec[] BY_TYPE = new @Nullable AttributeCodec[256];

    static {
        BY_TYPE[NextHopCodec.TYPE] = NEXT_HOP;
        for (AttributeCodec codec : IN_WRITING_ORDER) {
            BY_TYPE[codec.type()] = codec;
        }
    }

    private AttributeCodecs() {}

    /** The codec for attributes of {@code type} 0 to 255, or null if they are not interpreted. */
    static @Nullable AttributeCodec of(int type) {
        return BY_TYPE[type];
    }
}
