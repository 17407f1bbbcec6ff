package net.minitrail.gateway.routing;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import net.minitrail.bgp.wire.Communities;
import net.minitrail.bgp.wire.Community;
import net.minitrail.bgp.wire.ExtendedCommunities;
import net.minitrail.bgp.wire.PathAttributes;
import net.minitrail.bgp.wire.PathAttributesBuilder;
import net.minitrail.gateway.junos.CommunityMember;
import net.minitrail.net.ExtendedCommunity;
import net.minitrail.net.IpAddress;
import net.minitrail.net.IpPrefix;
import org.jspecify.annotations.Nullable;

/** Between path attributes and the form in which policies see them. */
final class PolicyAttributes {
    private static final long UNSIGNED = 0xFFFF_FFFFL;

    private PolicyAttributes() {}

    /** A route of a BGP neighbor as policies see it. */
    static PolicyRoute view(IpPrefix prefix, @Nullable IpAddress neighbor, PathAttributes attributes) {
        List<CommunityMember> members = new ArrayList<>();
        attributes.communities().asList().forEach(c -> members.add(new CommunityMember(c.value() & UNSIGNED, false)));
        attributes.extendedCommunities().asList().forEach(c -> members.add(new CommunityMember(c.value(), true)));
        return new PolicyRoute("bgp", prefix, neighbor, attributes.nextHop().orElse(null))
                .with(members)
                .localPreference(boxed(attributes.localPref()))
                .metric(boxed(attributes.med()));
    }

    /** The attributes of {@code route}; {@code before} itself if policies changed nothing. */
    static PathAttributes apply(PolicyRoute route, PathAttributes before) {
        PolicyRoute untouched = view(route.prefix, route.neighbor, before);
        if (untouched.communities.equals(route.communities)
                && Objects.equals(untouched.localPreference, route.localPreference)
                && Objects.equals(untouched.metric, route.metric)
                && Objects.equals(untouched.nextHop, route.nextHop)) {
            return before;
        }
        return write(route, before.toBuilder()).build();
    }

    /** Puts what policies decided into attributes. */
    static PathAttributesBuilder write(PolicyRoute route, PathAttributesBuilder builder) {
        List<Community> plain = new ArrayList<>();
        List<ExtendedCommunity> extended = new ArrayList<>();
        for (CommunityMember member : route.communities) {
            if (member.extended()) {
                extended.add(new ExtendedCommunity(member.value()));
            } else {
                plain.add(new Community((int) member.value()));
            }
        }
        builder.communities(plain.isEmpty() ? Communities.NONE : Communities.of(plain));
        builder.extendedCommunities(extended.isEmpty() ? ExtendedCommunities.NONE : ExtendedCommunities.of(extended));
        if (route.localPreference != null) {
            builder.localPref(route.localPreference);
        }
        if (route.metric != null) {
            builder.med(route.metric);
        }
        return builder.nextHop(route.nextHop);
    }

    private static @Nullable Long boxed(OptionalLong value) {
        return value.isPresent() ? value.getAsLong() : null;
    }
}
