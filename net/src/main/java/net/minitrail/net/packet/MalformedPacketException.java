package net.minitrail.net.packet;

/** Octets that are not the packet they claim to be. The receiver drops and counts them. */
public final class MalformedPacketException extends Exception {
    private static final long serialVersionUID = 1L;

    public MalformedPacketException(String problem) {
        super(problem, null, false, false);
    }
}
