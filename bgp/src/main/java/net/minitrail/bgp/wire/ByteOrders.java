package net.minitrail.bgp.wire;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Network-order numbers in byte arrays, read with one machine instruction each. */
final class ByteOrders {
    private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private ByteOrders() {}

    static int u16(byte[] octets, int at) {
        return (short) SHORTS.get(octets, at) & 0xFFFF;
    }

    static int i32(byte[] octets, int at) {
        return (int) INTS.get(octets, at);
    }

    static long u64(byte[] octets, int at) {
        return (long) LONGS.get(octets, at);
    }
}
