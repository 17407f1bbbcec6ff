package net.minitrail.bgp.wire;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.collect.ImmutableList;
import org.jspecify.annotations.Nullable;

/** Something a speaker can do, announced in OPEN (RFC 5492). */
public sealed interface Capability {

    /** The IANA capability code, 0 to 255. */
    int code();

    /**
     * Routes of a family (RFC 4760 section 8).
     *
     * @param afi 0 to 65535, not necessarily of a family this library knows
     * @param safi 0 to 255
     */
    record Multiprotocol(int afi, int safi) implements Capability {
        public static final int CODE = 1;

        public static Multiprotocol of(AddressFamily family) {
            return new Multiprotocol(family.afi(), family.safi());
        }

        public @Nullable AddressFamily family() {
            return AddressFamily.of(afi, safi);
        }

        @Override
        public int code() {
            return CODE;
        }
    }

    /** Sends a family again when asked (RFC 2918). */
    record RouteRefreshable() implements Capability {
        public static final int CODE = 2;

        @Override
        public int code() {
            return CODE;
        }
    }

    /** Messages of up to 65535 octets (RFC 8654). */
    record ExtendedMessages() implements Capability {
        public static final int CODE = 6;

        @Override
        public int code() {
            return CODE;
        }
    }

    /**
     * AS numbers of four octets (RFC 6793).
     *
     * @param as the sender's, 1 to 4294967295
     */
    record FourOctetAs(long as) implements Capability {
        public static final int CODE = 65;

        public FourOctetAs {
            checkArgument(as >= 1 && as <= 0xFFFF_FFFFL, "AS %s is not in 1..4294967295", as);
        }

        @Override
        public int code() {
            return CODE;
        }
    }

    /** Marks the begin and end of a refresh (RFC 7313). */
    record EnhancedRouteRefresh() implements Capability {
        public static final int CODE = 70;

        @Override
        public int code() {
            return CODE;
        }
    }

    /**
     * Graceful restart (RFC 4724), with the notification bit of RFC 8538.
     *
     * @param restarting the R bit: the sender has just restarted
     * @param notification the N bit: a NOTIFICATION does not end graceful restart
     * @param restartTimeSeconds 0 to 4095
     */
    record GracefulRestart(
            boolean restarting, boolean notification, int restartTimeSeconds, ImmutableList<Family> families)
            implements Capability {
        public static final int CODE = 64;

        /**
         * A family whose routes survive a restart of the sender.
         *
         * @param forwarding the F bit: forwarding state was kept across the restart
         */
        public record Family(int afi, int safi, boolean forwarding) {
            public @Nullable AddressFamily family() {
                return AddressFamily.of(afi, safi);
            }
        }

        public GracefulRestart {
            checkArgument(
                    restartTimeSeconds >= 0 && restartTimeSeconds <= 0xFFF,
                    "restart time %s s is not in 0..4095",
                    restartTimeSeconds);
        }

        @Override
        public int code() {
            return CODE;
        }
    }

    /** Long-lived graceful restart (RFC 9494). */
    record LongLivedGracefulRestart(ImmutableList<StaleFamily> families) implements Capability {
        public static final int CODE = 71;

        /**
         * A family whose stale routes may be kept for long.
         *
         * @param forwarding the F bit
         * @param staleTimeSeconds 0 to 16777215
         */
        public record StaleFamily(int afi, int safi, boolean forwarding, int staleTimeSeconds) {
            public @Nullable AddressFamily family() {
                return AddressFamily.of(afi, safi);
            }
        }

        @Override
        public int code() {
            return CODE;
        }
    }

    /** Several paths to one prefix (RFC 7911). */
    record AddPath(ImmutableList<PathsFamily> families) implements Capability {
        public static final int CODE = 69;

        /**
         * A family with several paths.
         *
         * @param sendReceive 1 receive, 2 send, 3 both; a receiver ignores others
         */
        public record PathsFamily(int afi, int safi, int sendReceive) {
            private static final int RECEIVE = 1;
            private static final int SEND = 2;

            public static PathsFamily of(AddressFamily family, boolean receive, boolean send) {
                return new PathsFamily(family.afi(), family.safi(), (receive ? RECEIVE : 0) | (send ? SEND : 0));
            }

            public @Nullable AddressFamily family() {
                return AddressFamily.of(afi, safi);
            }

            public boolean receives() {
                return isKnown() && (sendReceive & RECEIVE) != 0;
            }

            public boolean sends() {
                return isKnown() && (sendReceive & SEND) != 0;
            }

            private boolean isKnown() {
                return sendReceive >= RECEIVE && sendReceive <= (RECEIVE | SEND);
            }
        }

        @Override
        public int code() {
            return CODE;
        }
    }

    /** Any other, kept as it came. */
    record Unknown(int code, OctetString value) implements Capability {}
}
