package net.minitrail.itests.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** What each speaker and our controller have agreed on, by the word of both. */
final class SessionRole {
    private static final String ROLE = "session";

    private final InteropLab lab;
    private final Results results;

    SessionRole(InteropLab lab, Results results) {
        this.lab = lab;
        this.results = results;
    }

    void of(Speaker speaker) throws Exception {
        JsonNode ours = lab.session("controller", lab.address(speaker.kind()));
        String theirs = lab.exec(speaker.kind(), speaker.sessionCommand(lab.transport("controller")));
        Map<SessionFeature, Pattern> shown = speaker.sessionFeatures();
        for (SessionFeature feature : SessionFeature.values()) {
            boolean offered = has(ours.path("capabilities_received"), feature);
            Pattern agreed = shown.get(feature);
            if (agreed == null) {
                results.cannot(ROLE, speaker, "capabilities", feature.toString(), "does not show what came of it");
                continue;
            }
            assertEquals(offered, agreed.matcher(theirs).find(), speaker + " on " + feature + ": " + theirs + ours);
            if (offered) {
                results.works(ROLE, speaker, "capabilities", feature.toString());
            } else {
                results.cannot(
                        ROLE, speaker, "capabilities", feature.toString(), "does not offer it as the lab sets it up");
            }
            boolean inForce = has(ours.path("capabilities_in_force"), feature);
            boolean mustBe =
                    offered && feature != SessionFeature.GRACEFUL_RESTART; // which promises of families bring in force
            assertEquals(
                    mustBe, inForce && feature != SessionFeature.GRACEFUL_RESTART, feature + " with " + speaker + ours);
        }
    }

    private static boolean has(JsonNode words, SessionFeature feature) {
        for (JsonNode word : words) {
            if (word.asString().equals(feature.toString()) || word.asString().startsWith(feature + " ")) {
                return true;
            }
        }
        return false;
    }
}
