package net.minitrail.itests.faults;

import java.util.Set;

/**
 * One row of the tables.
 *
 * @param name what is wrong
 * @param rfc RFC and section that say what must come of it; more in words where it needs them
 * @param peers who does it
 * @param nodes the roles of nodes that it concerns
 * @param state {@code fresh}: a connection stands; {@code open}: OPEN was exchanged; or a {@link Sample}: the session is up
 *     and that route was announced
 * @param octets what is sent then, in the notation of {@link Octets}
 * @param outcome what must come of it, see {@link Outcome}
 */
record Fault(
        String name, String rfc, Set<PeerKind> peers, Set<String> nodes, String state, String octets, String outcome) {}
