package net.minitrail.gateway.routing;

import com.google.common.collect.ImmutableMap;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.Stream;
import net.minitrail.bgp.session.PrefixLimit;
import net.minitrail.gateway.junos.ConfigNode;
import net.minitrail.gateway.routing.GatewayConfig.Family;
import net.minitrail.gateway.routing.GatewayConfig.SessionTerms;

/** Reads what a session is subject to; the most specific level that says something counts, as on Junos. Pure functions. */
final class SessionTermsReader {
    private SessionTermsReader() {}

    /** @param levels neighbor, group and {@code protocols bgp} */
    static SessionTerms read(ConfigNode... levels) {
        return new SessionTerms(
                first("minimum-hold-time", levels)
                        .map(Long::valueOf)
                        .map(Duration::ofSeconds)
                        .orElse(Duration.ZERO),
                first("ttl-security", levels).map(Integer::valueOf).orElse(0),
                Stream.of(levels)
                        .flatMap(level -> level.one("shutdown").stream())
                        .findFirst()
                        .map(shutdown -> shutdown.valueOf("notify-message").orElse(""))
                        .orElse(null),
                Stream.of(levels)
                        .flatMap(level -> level.one("graceful-restart").stream())
                        .noneMatch(restart -> restart.has("disable")),
                limits(levels));
    }

    private static Optional<String> first(String keyword, ConfigNode... levels) {
        return Stream.of(levels)
                .flatMap(level -> level.valueOf(keyword).stream())
                .findFirst();
    }

    private static ImmutableMap<Family, PrefixLimit> limits(ConfigNode... levels) {
        return Stream.of(levels)
                .filter(level -> level.has("family"))
                .findFirst()
                .map(SessionTermsReader::limits)
                .orElse(ImmutableMap.of());
    }

    private static ImmutableMap<Family, PrefixLimit> limits(ConfigNode level) {
        var limits = ImmutableMap.<Family, PrefixLimit>builder();
        level.all("family")
                .forEach(family -> family.one("unicast")
                        .flatMap(SessionTermsReader::limit)
                        .ifPresent(limit -> limits.put(BgpReader.family(family), limit)));
        return limits.buildKeepingLast();
    }

    private static Optional<PrefixLimit> limit(ConfigNode unicast) {
        return unicast.one("prefix-limit")
                .flatMap(limit -> limit(limit, false))
                .or(() -> unicast.one("accepted-prefix-limit").flatMap(limit -> limit(limit, true)));
    }

    /** Without {@code teardown} the limit is only logged; without {@code idle-timeout} the peer may come back at once. */
    private static Optional<PrefixLimit> limit(ConfigNode limit, boolean acceptedOnly) {
        Optional<ConfigNode> teardown = limit.one("teardown");
        int warning =
                teardown.flatMap(node -> node.valueOf("")).map(Integer::valueOf).orElse(100);
        Duration pause = teardown.flatMap(node -> node.valueOf("idle-timeout"))
                .map(text -> text.equals("forever") ? PrefixLimit.FOREVER : Duration.ofMinutes(Long.parseLong(text)))
                .orElse(Duration.ZERO);
        return limit.valueOf("maximum")
                .map(Integer::valueOf)
                .map(maximum -> new PrefixLimit(maximum, warning, teardown.isPresent(), acceptedOnly, pause));
    }
}
