package net.minitrail.bgp.session;

/**
 * How many NOTIFICATIONs with one error code a neighbor and we exchanged.
 *
 * @param error the code in words, {@code Hold Timer Expired}
 */
public record ErrorCount(int code, String error, int sent, int received) {}
