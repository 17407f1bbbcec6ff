package net.minitrail.xmpp.stream;

import org.jspecify.annotations.Nullable;

/**
 * The opening of a stream.
 *
 * @param from empty if missing, as are {@code to}, {@code id} and {@code version}
 * @param namespace the default namespace: {@code jabber:client}, or the sender's sub-cluster
 */
public record StreamHeader(String from, String to, String id, String version, String namespace) {

    /** Whether it is meant for {@code jid}: for it, for a resource of it such as {@code /bgp-peer}, or for nobody by name. */
    public boolean isFor(String jid) {
        return to.isEmpty() || to.equals(jid) || to.startsWith(jid + "/");
    }

    /**
     * Whether its sender belongs to the sub-cluster, or with null to any. The name of a sub-cluster has no colon; what has
     * one is a namespace, and only {@code jabber:client} is ours.
     */
    public boolean isOf(@Nullable String subCluster) {
        if (subCluster != null) {
            return namespace.equals(subCluster);
        }
        return namespace.equals(StreamXml.CLIENT_NAMESPACE) || !namespace.isEmpty() && namespace.indexOf(':') < 0;
    }
}
