/**
 * The BGP finite state machine of RFC 4271 section 8, as a pure function.
 *
 * <p>{@link net.minitrail.bgp.fsm.BgpFsm#next} takes a state and an event and returns the next state and the actions to
 * perform. It owns no socket, no timer and no thread, and it cannot fail: every pair has a row or the default row.
 * {@code net.minitrail.bgp.session} performs the actions, on the session loop, and feeds the outcomes back as events.
 *
 * <p>Left out on purpose: DelayOpen, and the counter of connect retries that only feeds damping. Which of two colliding
 * connections survives, and the pause before a restart, are settled one level up, by the peer: the first concerns two
 * machines, the second outlives one.
 *
 * <p>May depend on the JDK and Guava only.
 */
@NullMarked
package net.minitrail.bgp.fsm;

import org.jspecify.annotations.NullMarked;
