package net.minitrail.xmpp.session;

import net.minitrail.xmpp.stanza.AgentRequest;

/** What a control node hears of its agents. All calls are on the routing loop, those of one agent in order. */
public interface AgentListener {

    /** A session is up. Its name is not in use by another one: see {@link XmppServer} for duplicates. */
    void onAgentUp(AgentConnection agent);

    /** Between {@link #onAgentUp} and {@link #onAgentDown}. */
    void onRequest(AgentConnection agent, AgentRequest request);

    /** The session is over, whoever ended it. Comes once for each {@link #onAgentUp}; nothing of this agent follows. */
    void onAgentDown(AgentConnection agent, String reason);
}
