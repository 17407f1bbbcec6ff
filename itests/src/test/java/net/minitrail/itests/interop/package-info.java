/**
 * FRR, GoBGP, BIRD, OpenBGPD and ExaBGP in every role of a lab. What is expected of them is read from what they print
 * themselves; what was seen becomes {@code docs/INTEROP.md}.
 */
@NullMarked
package net.minitrail.itests.interop;

import org.jspecify.annotations.NullMarked;
