package net.minitrail.bgp.session;

import com.google.common.collect.ImmutableList;
import net.minitrail.bgp.wire.AddressFamily;
import net.minitrail.bgp.wire.Capability;
import net.minitrail.bgp.wire.Open;
import org.jspecify.annotations.Nullable;

/** Capabilities in words, as reports show them: {@code multiprotocol inet-vpn}, {@code graceful-restart 120 s inet-vpn}. */
final class CapabilityText {
    private CapabilityText() {}

    /** Those of an OPEN, in its order; none if it was not sent or received. */
    static ImmutableList<String> of(@Nullable Open open) {
        return open == null
                ? ImmutableList.of()
                : open.capabilities().stream().map(CapabilityText::of).collect(ImmutableList.toImmutableList());
    }

    private static String of(Capability capability) {
        if (capability instanceof Capability.Multiprotocol one) {
            return "multiprotocol " + family(one.afi(), one.safi());
        }
        if (capability instanceof Capability.FourOctetAs four) {
            return "four-octet-as " + four.as();
        }
        if (capability instanceof Capability.GracefulRestart restart) {
            return restart(restart);
        }
        if (capability instanceof Capability.LongLivedGracefulRestart restart) {
            var text = new StringBuilder("long-lived-graceful-restart");
            restart.families()
                    .forEach(one -> text.append(' ')
                            .append(family(one.afi(), one.safi()))
                            .append('=')
                            .append(one.staleTimeSeconds())
                            .append('s'));
            return text.toString();
        }
        return switch (capability.code()) {
            case Capability.RouteRefreshable.CODE -> "route-refresh";
            case Capability.EnhancedRouteRefresh.CODE -> "enhanced-route-refresh";
            case Capability.ExtendedMessages.CODE -> "extended-messages";
            case Capability.AddPath.CODE -> "add-path";
            default -> "capability " + capability.code();
        };
    }

    private static String restart(Capability.GracefulRestart restart) {
        var text = new StringBuilder("graceful-restart ");
        text.append(restart.restartTimeSeconds()).append('s');
        text.append(restart.restarting() ? " restarting" : "").append(restart.notification() ? " notification" : "");
        restart.families()
                .forEach(one -> text.append(' ')
                        .append(family(one.afi(), one.safi()))
                        .append(one.forwarding() ? "" : "(not forwarding)"));
        return text.toString();
    }

    private static String family(int afi, int safi) {
        AddressFamily known = AddressFamily.of(afi, safi);
        return known == null ? afi + "/" + safi : known.configName();
    }
}
