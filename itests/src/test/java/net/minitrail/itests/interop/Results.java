package net.minitrail.itests.interop;

import java.util.LinkedHashMap;
import java.util.Map;

/** What was seen of each cell of the matrix, in the order of the run. Not thread-safe. */
final class Results {
    /** @param family empty for what concerns the session as a whole */
    record Cell(String role, String family, String feature, String speaker) {}

    private final Map<Cell, String> cells = new LinkedHashMap<>();

    void works(String role, Speaker speaker, Object family, String feature) {
        cells.putIfAbsent(new Cell(role, family.toString(), feature, speaker.kind()), "");
    }

    /** It was seen that a speaker cannot, and why. */
    void cannot(String role, Speaker speaker, Object family, String feature, String reason) {
        cells.put(new Cell(role, family.toString(), feature, speaker.kind()), reason);
    }

    /** The reason why not, empty where it works; nothing where nobody looked. */
    Map<Cell, String> cells() {
        return cells;
    }
}
