package net.minitrail.bgp.rib;

/** Routes that follow from other routes, such as copies between VRFs. Confined to the routing loop. */
@FunctionalInterface
public interface DerivedRoutes {

    /** Brings what is derived up to date, before changes are announced. */
    void refresh(long now);
}
