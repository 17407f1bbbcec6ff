package net.minitrail.net.packet;

/** Octets that are not the packet they claim to be. The receiver drops and counts them. */
public final class MalformedPacketException extends Exception {
    private static final long serialVersionUID = 1L;

    /** What is wrong, as far as receivers count it apart. */
    public enum Fault {
        /** A header that is cut short, or says what can't be. */
        FORM,
        CHECKSUM,
        /** A fragment that can't be part of a packet. */
        FRAGMENT
    }

    private final Fault fault;

    public MalformedPacketException(String problem) {
        this(Fault.FORM, problem);
    }

    public MalformedPacketException(Fault fault, String problem) {
        super(problem, null, false, false);
        this.fault = fault;
    }

    public Fault fault() {
        return fault;
    }
}
