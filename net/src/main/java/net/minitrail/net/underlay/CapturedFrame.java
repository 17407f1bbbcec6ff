package net.minitrail.net.underlay;

import java.time.Instant;

/**
 * A frame that passed a capture point.
 *
 * @param point index of the point among those asked for
 */
public record CapturedFrame(int point, Instant time, byte[] frame) {}
