package net.minitrail.bgp.rib;

/** Why a path is kept and shown, but never used. */
public enum Infeasibility {
    /** Our own AS is in its path (RFC 4271 section 9.1.2). */
    AS_LOOP(1),
    /** An external peer did not put itself in front of the AS path (RFC 4271 section 6.3). */
    NO_NEIGHBOR_AS(2),
    /** We brought it into the AS (RFC 4456 section 8). */
    ORIGINATOR_LOOP(3),
    /** It has been through our cluster (RFC 4456 section 8). */
    CLUSTER_LOOP(4),
    /** None of its tunnel encapsulations is known. */
    NO_TUNNEL_ENCAPSULATION(5),
    /** Its next hop cannot be reached. */
    UNRESOLVED_NEXT_HOP(6),
    /** A policy refuses it. */
    REJECTED_BY_POLICY(7),
    /** Its next hop is ourselves (RFC 4271 section 6.3). */
    OWN_NEXT_HOP(8);

    private static final Infeasibility[] ALL = values();

    private final int number;

    Infeasibility(int number) {
        this.number = number;
    }

    /** 1 to 8; 0 stands for a feasible path. */
    int number() {
        return number;
    }

    static Infeasibility of(int number) {
        return ALL[number - 1];
    }
}
