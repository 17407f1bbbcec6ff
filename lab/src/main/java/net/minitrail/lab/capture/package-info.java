/**
 * Captures of a running lab: streams of several nodes joined into one pcapng file with an interface block a point, or shown
 * as the lines that tcpdump would print.
 *
 * <p>May depend on {@code process} and {@code explain}.
 */
@NullMarked
package net.minitrail.lab.capture;

import org.jspecify.annotations.NullMarked;
