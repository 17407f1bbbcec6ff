package net.minitrail.xmpp.session;

import net.minitrail.xmpp.stream.ClientState;

/**
 * What an agent can show of one control node.
 *
 * @param flaps how often the session has gone down after being up
 * @param attempts to connect since the session was last up
 * @param lastError why the last session or attempt ended; empty if none did
 * @param upSince nanoseconds of {@link System#nanoTime}; 0 while down
 */
public record ClientStatus(
        ClientState state, long flaps, int attempts, String lastError, long upSince, ChannelStatistics statistics) {}
