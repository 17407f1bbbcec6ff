package net.minitrail.controller.routing;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Sets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import net.minitrail.bgp.rib.BgpRib;
import net.minitrail.bgp.rib.Path;
import net.minitrail.bgp.vpn.TargetPolicy;
import net.minitrail.bgp.vpn.Vrf;
import net.minitrail.bgp.vpn.Vrfs;
import net.minitrail.net.RouteDistinguisher;
import net.minitrail.net.RouteTarget;
import net.minitrail.xmpp.stanza.Dialect;

/** The routing instances, kept as the plans say. Confined to the routing loop. */
public final class Instances {
    private final BgpRib rib;
    private final Vrfs vrfs;
    private final OriginNetworks origins;
    private final Map<String, Instance> byName = new LinkedHashMap<>();

    public Instances(BgpRib rib, OriginNetworks origins) {
        this.rib = rib;
        this.origins = origins;
        vrfs = new Vrfs(rib);
    }

    public Optional<Instance> find(String name) {
        return Optional.ofNullable(byName.get(name));
    }

    /** In the order in which they were made. */
    public ImmutableList<Instance> all() {
        return ImmutableList.copyOf(byName.values());
    }

    /**
     * Makes an instance, or changes it.
     *
     * @return the targets whose exporters have changed
     */
    public Set<RouteTarget> apply(InstancePlan plan, long now) {
        Instance instance = byName.get(plan.name());
        if (instance == null) {
            byName.put(plan.name(), add(plan));
            origins.add(plan);
            return plan.exports();
        }
        InstancePlan before = instance.plan();
        origins.remove(before);
        origins.add(plan);
        instance.plan(plan);
        Vrf vrf = instance.vrf();
        if (vrf != null) {
            TargetPolicy policy = policy(plan, vrf.index());
            if (!before.imports().equals(plan.imports()) || !before.connected().equals(plan.connected())) {
                vrfs.importBy(vrf, policy, now);
            }
            vrfs.exportBy(vrf, policy);
        }
        return before.networkId() != plan.networkId()
                ? Sets.union(before.exports(), plan.exports())
                : Sets.symmetricDifference(before.exports(), plan.exports());
    }

    /** Removes an instance: its tables are empty then, and no copy of its routes is left. */
    public Optional<Instance> remove(String name, long now) {
        Instance instance = byName.remove(name);
        if (instance == null) {
            return Optional.empty();
        }
        origins.remove(instance.plan());
        if (instance.vrf() != null) {
            vrfs.remove(instance.vrf(), now);
        }
        return Optional.of(instance);
    }

    /** An agent takes part: peers are asked for the targets that the instance imports. */
    public void join(Instance instance, long now) {
        if (instance.vrf() != null) {
            vrfs.subscribe(instance.vrf(), now);
        }
    }

    public void leave(Instance instance, long now) {
        if (instance.vrf() != null) {
            vrfs.unsubscribe(instance.vrf(), now);
        }
    }

    private Instance add(InstancePlan plan) {
        if (plan.name().equals(Dialect.FABRIC_INSTANCE)) {
            return new Instance(rib, null, plan);
        }
        // The policy needs the index that the VRF is given, so it comes in two steps.
        Vrf vrf = vrfs.add(plan.name(), policy(plan, 0), policy(plan, 0));
        vrfs.exportBy(vrf, policy(plan, vrf.index()));
        return new Instance(rib, vrf, plan);
    }

    private TargetPolicy policy(InstancePlan plan, int index) {
        return new TargetPolicy(
                plan.imports(),
                plan.connected(),
                plan.exports(),
                distinguisher(plan.name(), index),
                origins.mark(plan).orElse(null));
    }

    private Function<Path, RouteDistinguisher> distinguisher(String instance, int index) {
        RouteDistinguisher own = RouteDistinguisher.of(rib.config().routerId(), index + 1);
        return path -> path.source() instanceof AgentSource agent
                ? agent.distinguisher(instance, path.attributes().requireNextHop())
                : own;
    }
}
