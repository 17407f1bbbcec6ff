package net.minitrail.gateway.routing;

import com.google.common.collect.ImmutableList;

/**
 * A routing table as it was when somebody asked.
 *
 * @param entries in the order of printing; those to one destination stand together, the active one first
 */
public record TableSnapshot(String name, ImmutableList<RouteEntry> entries) {

    public long destinations() {
        return entries.stream().map(RouteEntry::destination).distinct().count();
    }

    public long active() {
        return entries.stream().filter(RouteEntry::active).count();
    }

    public long hidden() {
        return entries.stream().filter(entry -> entry.hidden() != null).count();
    }
}
