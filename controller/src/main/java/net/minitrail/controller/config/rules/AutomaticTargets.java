package net.minitrail.controller.config.rules;

import java.util.OptionalLong;
import net.minitrail.net.RouteTarget;

/**
 * The route targets that the server gives to routing instances: the global AS and a number of 8000000 to 16777216, or of
 * 8000 to 32768 where the AS takes four octets.
 *
 * @param as the global AS
 */
public record AutomaticTargets(long as, long first, long last) {

    public static AutomaticTargets of(long as) {
        return as <= 0xFFFF ? new AutomaticTargets(as, 8_000_000, 16_777_216) : new AutomaticTargets(as, 8_000, 32_768);
    }

    /** Whether {@code target}, a valid route target, belongs to the server. */
    public boolean contains(String target) {
        return number(target).isPresent();
    }

    /** The number of a target that belongs to the server. */
    public OptionalLong number(String target) {
        String wide = "target:" + as + "L:";
        String plain = "target:" + as + ":";
        String digits = target.startsWith(wide)
                ? target.substring(wide.length())
                : target.startsWith(plain) ? target.substring(plain.length()) : "";
        if (digits.isEmpty()) {
            return OptionalLong.empty();
        }
        long number = Long.parseLong(digits);
        return number >= first && number <= last ? OptionalLong.of(number) : OptionalLong.empty();
    }

    public RouteTarget target(long number) {
        return RouteTarget.of(as, number);
    }
}
