package net.minitrail.lab.scenario;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.time.Duration;
import net.minitrail.lab.topology.StepSource;
import net.minitrail.net.runtime.Durations;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One step of a scenario.
 *
 * @param line where it stands in the lab file
 * @param never not null if the checks must not hold at any moment of this long
 * @param checks all of them must hold; empty for a {@code do}
 * @param actions in order; empty for an {@code expect}
 */
record Step(
        int line,
        String title,
        ImmutableSet<String> tags,
        Duration within,
        @Nullable Duration never,
        ImmutableList<Check> checks,
        ImmutableList<Action> actions) {
    private static final Duration DEFAULT = Duration.ofSeconds(5);

    /** @param words of the steps before */
    static Step of(StepSource source, Words words) {
        JsonNode body = source.body();
        boolean expectation = body.has("expect");
        ImmutableSet.Builder<String> tags = ImmutableSet.builder();
        body.path("tags").forEach(tag -> tags.add(tag.asString()));
        return new Step(
                source.line(),
                body.path(expectation ? "expect" : "do").asString(),
                tags.build(),
                body.has("within") ? Durations.parse(body.path("within").asString()) : DEFAULT,
                body.has("never") ? Durations.parse(body.path("never").asString()) : null,
                expectation ? checks(body, words) : ImmutableList.of(),
                expectation ? ImmutableList.of() : actions(body, words));
    }

    private static ImmutableList<Check> checks(JsonNode body, Words words) {
        ImmutableList.Builder<Check> checks = ImmutableList.builder();
        for (String key : body.propertyNames()) {
            JsonNode value = body.path(key);
            switch (key) {
                case "route" -> checks.add(RouteCheck.of(value));
                case "session" -> checks.add(SessionCheck.of(value));
                case "ping" -> checks.add(watched(body, PingCheck.of(value)));
                case "run" -> checks.add(watched(body, OutputCheck.of(value, body.path("output"), words)));
                default -> {}
            }
        }
        return checks.build();
    }

    private static Check watched(JsonNode body, Check check) {
        Check seen = body.has("packets") ? PacketCheck.of(body.path("packets"), check) : check;
        return body.has("meanwhile") ? MeanwhileCheck.of(body.path("meanwhile"), seen) : seen;
    }

    private static ImmutableList<Action> actions(JsonNode body, Words words) {
        ImmutableList.Builder<Action> actions = ImmutableList.builder();
        for (String key : body.propertyNames()) {
            Action action = Actions.of(key, body.path(key), words);
            if (action != null) {
                actions.add(action);
            }
        }
        return actions.build();
    }
}
