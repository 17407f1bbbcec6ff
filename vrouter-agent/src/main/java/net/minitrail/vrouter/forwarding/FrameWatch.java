package net.minitrail.vrouter.forwarding;

/** Sees each frame at each interface, before what becomes of it. Must return at once. */
@FunctionalInterface
public interface FrameWatch {
    void frame(String interfaceName, byte[] frame);
}
