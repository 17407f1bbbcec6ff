/**
 * Malformed and unexpected BGP messages, sent to running nodes by a peer that says them octet by octet, while clean peers
 * watch that nothing else is disturbed.
 *
 * <p>What is sent, and what must come of it, are the tables in {@code src/test/resources/faults}; {@link
 * net.minitrail.itests.faults.Octets} is the notation of their octets.
 */
@NullMarked
package net.minitrail.itests.faults;

import org.jspecify.annotations.NullMarked;
