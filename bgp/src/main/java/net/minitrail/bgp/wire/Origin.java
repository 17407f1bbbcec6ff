package net.minitrail.bgp.wire;

/** Where a route was born (RFC 4271 section 4.3); the better one first. */
public enum Origin {
    IGP("i"),
    EGP("e"),
    INCOMPLETE("?");

    private static final Origin[] ALL = values();

    private final String symbol;

    Origin(String symbol) {
        this.symbol = symbol;
    }

    /** The origin of {@code value} 0 to 2. */
    static Origin of(int value) {
        return ALL[value];
    }

    /** The octet on the wire. */
    int value() {
        return switch (this) {
            case IGP -> 0;
            case EGP -> 1;
            case INCOMPLETE -> 2;
        };
    }

    /** As routing tables print it after the AS path: {@code i}, {@code e} or {@code ?}. */
    public String symbol() {
        return symbol;
    }
}
