package net.minitrail.xmpp.stream;

/**
 * The opening of a stream.
 *
 * @param from empty if missing, as are {@code to}, {@code id} and {@code version}
 * @param namespace the default namespace: {@code jabber:client}, or the sender's sub-cluster
 */
public record StreamHeader(String from, String to, String id, String version, String namespace) {}
