package net.minitrail.bgp.wire;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * A community (RFC 1997).
 *
 * @param value the four octets: by custom an AS of two octets and a number
 */
public record Community(int value) implements Comparable<Community> {
    public static final Community NO_EXPORT = new Community(0xFFFF_FF01);
    public static final Community NO_ADVERTISE = new Community(0xFFFF_FF02);
    public static final Community NO_EXPORT_SUBCONFED = new Community(0xFFFF_FF03);
    public static final Community ACCEPT_OWN = new Community(0xFFFF_0001);
    public static final Community LLGR_STALE = new Community(0xFFFF_0006);
    public static final Community NO_LLGR = new Community(0xFFFF_0007);

    /** Contrail's own: do not advertise again from an instance that imported the route. */
    public static final Community NO_REORIGINATE = new Community(0xFFFF_F001);

    /** Both 0 to 65535. */
    public static Community of(int as, int number) {
        checkArgument(as >= 0 && as <= 0xFFFF && number >= 0 && number <= 0xFFFF, "%s:%s does not fit", as, number);
        return new Community(as << 16 | number);
    }

    /** Parses {@code "65500:100"} or a well-known name such as {@code "no-export"}. */
    public static Community parse(String text) {
        return switch (text) {
            case "no-export" -> NO_EXPORT;
            case "no-advertise" -> NO_ADVERTISE;
            case "no-export-subconfed" -> NO_EXPORT_SUBCONFED;
            case "accept-own" -> ACCEPT_OWN;
            case "llgr-stale" -> LLGR_STALE;
            case "no-llgr" -> NO_LLGR;
            case "no-reoriginate" -> NO_REORIGINATE;
            default -> parseNumbers(text);
        };
    }

    private static Community parseNumbers(String text) {
        checkArgument(text.matches("\\d{1,5}:\\d{1,5}"), "'%s' is not of the form as:number", text);
        int colon = text.indexOf(':');
        return of(Integer.parseInt(text.substring(0, colon)), Integer.parseInt(text.substring(colon + 1)));
    }

    @Override
    public int compareTo(Community other) {
        return Integer.compareUnsigned(value, other.value);
    }

    @Override
    public String toString() {
        return switch (value) {
            case 0xFFFF_FF01 -> "no-export";
            case 0xFFFF_FF02 -> "no-advertise";
            case 0xFFFF_FF03 -> "no-export-subconfed";
            case 0xFFFF_0001 -> "accept-own";
            case 0xFFFF_0006 -> "llgr-stale";
            case 0xFFFF_0007 -> "no-llgr";
            case 0xFFFF_F001 -> "no-reoriginate";
            default -> (value >>> 16) + ":" + (value & 0xFFFF);
        };
    }
}
