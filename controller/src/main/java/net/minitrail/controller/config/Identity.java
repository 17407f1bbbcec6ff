package net.minitrail.controller.config;

import java.math.BigInteger;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import tools.jackson.databind.node.ObjectNode;

/** The properties that every object carries about itself: {@code id_perms} and {@code display_name}. */
final class Identity {
    private Identity() {}

    /** Completes a new draft. Times are wall-clock seconds, UTC. */
    static void stamp(Draft draft) {
        ObjectNode perms = perms(draft);
        ObjectNode uuid = perms.putObject("uuid");
        uuid.put(
                "uuid_mslong", new BigInteger(Long.toUnsignedString(draft.uuid().getMostSignificantBits())));
        uuid.put(
                "uuid_lslong", new BigInteger(Long.toUnsignedString(draft.uuid().getLeastSignificantBits())));
        if (!perms.path("enable").isBoolean()) {
            perms.put("enable", true);
        }
        perms.put("created", now());
        perms.put("last_modified", now());
        if (draft.property("display_name").isMissingNode()) {
            draft.properties()
                    .put("display_name", draft.fqName().get(draft.fqName().size() - 1));
        }
    }

    /** Notes that a draft changes its object. */
    static void touch(Draft draft) {
        perms(draft).put("last_modified", now());
    }

    private static ObjectNode perms(Draft draft) {
        return draft.property("id_perms") instanceof ObjectNode perms
                ? perms
                : draft.properties().putObject("id_perms");
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.SECONDS).toString().replace("Z", "");
    }
}
