/**
 * The Contrail dialect of XMPP as immutable records: what agents and control nodes say to each other, and its XML.
 *
 * <p>{@link net.minitrail.xmpp.stanza.AgentStanzaWriter} and {@link net.minitrail.xmpp.stanza.AgentStanzaReader} are the
 * two ends of what an agent says ({@link net.minitrail.xmpp.stanza.AgentRequest}), {@link
 * net.minitrail.xmpp.stanza.RenderedBody} and {@link net.minitrail.xmpp.stanza.ControllerStanzaReader} those of what a
 * control node says ({@link net.minitrail.xmpp.stanza.ControllerNotice}). Readers never fail: what they cannot use is a
 * {@link net.minitrail.xmpp.stanza.Refusal} of one item, and the rest is kept.
 *
 * <p>Left out on purpose: membership (who subscribed to what). The pairing of publish with collection is here, since it
 * is a matter of syntax.
 *
 * <p>May depend on: {@code net.minitrail.net}. Never on Netty or {@code java.util.concurrent}.
 */
@NullMarked
package net.minitrail.xmpp.stanza;

import org.jspecify.annotations.NullMarked;
