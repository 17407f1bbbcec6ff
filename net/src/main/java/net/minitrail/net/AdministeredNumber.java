package net.minitrail.net;

import static com.google.common.base.Preconditions.checkArgument;

/**
 * The text {@code administrator:number} that route distinguishers and route targets share, and the six octets it stands
 * for: type 0 is AS(2):number(4), type 1 IPv4(4):number(2), type 2 AS(4):number(2) (RFC 4364 section 4.2, RFC 4360 section
 * 3, RFC 5668).
 */
final class AdministeredNumber {
    private AdministeredNumber() {}

    /** The type (0, 1 or 2) in bits 48 to 55 and the six octets below; an AS with the suffix L is always type 2. */
    static long parse(String text, String whole) {
        int colon = text.indexOf(':');
        checkArgument(
                colon > 0 && colon == text.lastIndexOf(':'), "'%s' is not of the form administrator:number", whole);
        String administrator = text.substring(0, colon);
        String digits = text.substring(colon + 1);
        if (administrator.indexOf('.') > 0) {
            long address =
                    Integer.toUnsignedLong(Ipv4Address.parse(administrator).value());
            return 1L << 48 | address << 16 | number(digits, 0xFFFF, whole);
        }
        boolean wide = administrator.endsWith("L");
        long as = number(
                wide ? administrator.substring(0, administrator.length() - 1) : administrator, 0xFFFF_FFFFL, whole);
        if (wide || as > 0xFFFF) {
            return 2L << 48 | as << 16 | number(digits, 0xFFFF, whole);
        }
        return as << 32 | number(digits, 0xFFFF_FFFFL, whole);
    }

    /** The text of a type and its six octets; null if the type is none of the three. */
    static @org.jspecify.annotations.Nullable String print(int type, long octets) {
        long high = octets >>> 16 & 0xFFFF_FFFFL;
        return switch (type) {
            case 0 -> (octets >>> 32 & 0xFFFF) + ":" + (octets & 0xFFFF_FFFFL);
            case 1 -> Ipv4Address.dotted((int) high) + ":" + (octets & 0xFFFF);
            case 2 -> high + (high <= 0xFFFF ? "L:" : ":") + (octets & 0xFFFF);
            default -> null;
        };
    }

    private static long number(String digits, long most, String whole) {
        boolean plain =
                !digits.isEmpty() && digits.length() <= 10 && digits.chars().allMatch(c -> c >= '0' && c <= '9');
        checkArgument(plain, "'%s': '%s' is not a number", whole, digits);
        long number = Long.parseLong(digits);
        checkArgument(number <= most, "'%s': %s is not in 0..%s", whole, number, most);
        return number;
    }
}
