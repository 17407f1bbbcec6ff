package net.minitrail.xmpp.stanza;

/**
 * Something that a reader left aside, for the log and the counters.
 *
 * @param subject the item-id, or the kind of stanza
 * @param problem what was found and what was expected; holds text of the peer, to be escaped when logged
 */
public record Refusal(String subject, String problem) {}
