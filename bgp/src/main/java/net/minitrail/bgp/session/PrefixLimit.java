package net.minitrail.bgp.session;

import static com.google.common.base.Preconditions.checkArgument;

import java.time.Duration;

/**
 * How many routes of one family a neighbor may announce (RFC 4486 section 4).
 *
 * @param maximum 1 or more; the session may carry that many, and ends with one more
 * @param warningPercent share of {@code maximum}, 1 to 100, from which on the operator is warned, once
 * @param tearDown whether the session ends; else it is only said that the limit is exceeded
 * @param acceptedOnly whether routes that are kept but not usable, such as looped ones, do not count
 * @param restart how long the neighbor is neither dialed nor accepted after that; {@link #FOREVER} until it is cleared
 */
public record PrefixLimit(int maximum, int warningPercent, boolean tearDown, boolean acceptedOnly, Duration restart) {
    /** A pause that only an operator ends. */
    public static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE);

    /** The pause unless another is said. */
    public static final Duration USUAL_RESTART = Duration.ofSeconds(60);

    /** The warning unless another is said. */
    public static final int USUAL_WARNING = 75;

    public PrefixLimit {
        checkArgument(maximum >= 1, "prefix limit %s is not positive", maximum);
        checkArgument(
                warningPercent >= 1 && warningPercent <= 100, "warning at %s %% is not in 1..100", warningPercent);
        checkArgument(!restart.isNegative(), "restart time %s is negative", restart);
    }

    /** Ends the session when the limit is exceeded, for a minute; warns at 75 %. */
    public static PrefixLimit of(int maximum) {
        return new PrefixLimit(maximum, USUAL_WARNING, true, false, USUAL_RESTART);
    }

    /** The number of routes at which the operator is warned. */
    int warning() {
        return (int) (((long) maximum * warningPercent + 99) / 100);
    }
}
