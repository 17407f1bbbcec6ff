package net.minitrail.bgp.session;

import net.minitrail.bgp.fsm.State;

/** Which of two connections with the same peer survives (RFC 4271 section 6.8, RFC 4724 section 5). Pure. */
final class CollisionRule {
    private CollisionRule() {}

    /**
     * Whether the connection on which an OPEN came survives; if not, {@code older} does.
     *
     * @param older a connection that was there before
     * @param newerDialed whether we dialed the connection in question
     * @param weAreHigher whether our BGP identifier, or between equal ones our AS, is the higher one
     */
    static boolean newerSurvives(Contender older, boolean newerDialed, boolean weAreHigher) {
        if (older.state() == State.ESTABLISHED) {
            return older.peerRestartsGracefully();
        }
        if (older.dialed() == newerDialed) {
            return true; // one end opened both, so it has given the older one up
        }
        return newerDialed == weAreHigher;
    }

    /**
     * One of the two.
     *
     * @param dialed whether we opened the connection
     * @param peerRestartsGracefully whether the peer said on it that it keeps state across restarts
     */
    record Contender(State state, boolean dialed, boolean peerRestartsGracefully) {}
}
