package net.minitrail.bgp.session;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableMap;
import com.google.common.collect.Maps;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.net.IpAddress;
import org.jspecify.annotations.Nullable;

/**
 * One neighbor. Valid once constructed: nothing downstream checks it again.
 *
 * @param address the neighbor's address in the protocol; sockets may use another ({@link TransportAddresses})
 * @param port where it listens, 1 to 65535
 * @param peerAs its AS, 1 to 4294967295; equal to {@code localAs} means iBGP. 0 takes any AS, which only a passive neighbor may
 * @param localAs the AS that we claim to be, 1 to 4294967295
 * @param passive whether we leave the dialing to the neighbor
 * @param shutdown whether the session is administratively down
 * @param shutdownText what the neighbor is told when it is shut down (RFC 9003); may be empty
 * @param md5Key key of TCP MD5 signatures (RFC 2385), 1 to 80 octets of UTF-8, or null
 * @param ttlSecurity how many hops away the neighbor may be, 1 to 254, if packets that may have come from farther are dropped
 *     (GTSM, RFC 5082); 0 takes packets from anywhere
 * @param routeReflectorClient whether routes of iBGP neighbors are passed on to it (RFC 4456)
 * @param prefixLimits how many routes it may announce, by family; any number of families without an entry
 * @param options what we offer in OPEN
 * @param description a name for display; may be empty
 */
public record NeighborConfig(
        IpAddress address,
        int port,
        long peerAs,
        long localAs,
        boolean passive,
        boolean shutdown,
        String shutdownText,
        @Nullable String md5Key,
        int ttlSecurity,
        boolean routeReflectorClient,
        ImmutableMap<AddressFamily, PrefixLimit> prefixLimits,
        SessionOptions options,
        String description) {
    /** Where the speakers of a lab on loopback listen. */
    public static final int DEFAULT_PORT = 1179;

    /** {@link #peerAs} of a neighbor that may be of any AS. */
    public static final long ANY_AS = 0;

    private static final long HIGHEST_AS = 0xFFFF_FFFFL;
    private static final int LONGEST_KEY = 80;
    private static final int FARTHEST = 254;

    public NeighborConfig {
        checkArgument(port >= 1 && port <= 65_535, "port %s is not in 1..65535", port);
        checkArgument(
                peerAs >= (passive ? ANY_AS : 1) && peerAs <= HIGHEST_AS, "peer AS %s is not in 1..4294967295", peerAs);
        checkArgument(localAs >= 1 && localAs <= HIGHEST_AS, "local AS %s is not in 1..4294967295", localAs);
        checkArgument(ttlSecurity >= 0 && ttlSecurity <= FARTHEST, "%s hops are not in 0..254", ttlSecurity);
        if (md5Key != null) {
            int octets = md5Key.getBytes(StandardCharsets.UTF_8).length;
            checkArgument(octets >= 1 && octets <= LONGEST_KEY, "MD5 key of %s octets is not 1 to 80", octets);
        }
    }

    /** A neighbor that we dial on {@link #DEFAULT_PORT}, with default options. */
    public static Builder builder(IpAddress address, long peerAs, long localAs) {
        return new Builder(address, peerAs, localAs);
    }

    /** To say what differs from this. */
    public Builder toBuilder() {
        return at(address);
    }

    /** The same for another address: what a range of neighbors gives each of them. */
    Builder at(IpAddress other) {
        return new Builder(other, peerAs, localAs)
                .port(port)
                .passive(passive)
                .shutdown(shutdown)
                .shutdownText(shutdownText)
                .md5Key(md5Key)
                .routeReflectorClient(routeReflectorClient)
                .ttlSecurity(ttlSecurity)
                .prefixLimits(prefixLimits)
                .options(options)
                .description(description);
    }

    /** Whether a session under this configuration may go on under {@code other}. */
    boolean sameSession(NeighborConfig other) {
        return peerAs == other.peerAs
                && localAs == other.localAs
                && routeReflectorClient == other.routeReflectorClient
                && shutdown == other.shutdown
                && options.equals(other.options);
    }

    /** Collects what is said of a neighbor; confined to one thread. */
    public static final class Builder {
        private final IpAddress address;
        private final long peerAs;
        private final long localAs;
        private int port = DEFAULT_PORT;
        private boolean passive;
        private boolean shutdown;
        private String shutdownText = "";
        private @Nullable String md5Key;
        private boolean routeReflectorClient;
        private int ttlSecurity;
        private ImmutableMap<AddressFamily, PrefixLimit> prefixLimits = ImmutableMap.of();
        private SessionOptions options = SessionOptions.DEFAULT;
        private String description = "";

        Builder(IpAddress address, long peerAs, long localAs) {
            this.address = address;
            this.peerAs = peerAs;
            this.localAs = localAs;
        }

        public Builder port(int port) {
            this.port = port;
            return this;
        }

        public Builder passive(boolean passive) {
            this.passive = passive;
            return this;
        }

        public Builder shutdown(boolean shutdown) {
            this.shutdown = shutdown;
            return this;
        }

        public Builder shutdownText(String shutdownText) {
            this.shutdownText = shutdownText;
            return this;
        }

        public Builder md5Key(@Nullable String md5Key) {
            this.md5Key = md5Key;
            return this;
        }

        public Builder routeReflectorClient(boolean routeReflectorClient) {
            this.routeReflectorClient = routeReflectorClient;
            return this;
        }

        public Builder ttlSecurity(int hops) {
            this.ttlSecurity = hops;
            return this;
        }

        public Builder prefixLimits(Map<AddressFamily, PrefixLimit> limits) {
            this.prefixLimits = Maps.immutableEnumMap(limits);
            return this;
        }

        public Builder options(SessionOptions options) {
            this.options = options;
            return this;
        }

        public Builder description(String description) {
            this.description = description;
            return this;
        }

        public NeighborConfig build() {
            return new NeighborConfig(
                    address,
                    port,
                    peerAs,
                    localAs,
                    passive,
                    shutdown,
                    shutdownText,
                    md5Key,
                    ttlSecurity,
                    routeReflectorClient,
                    prefixLimits,
                    options,
                    description);
        }
    }
}
