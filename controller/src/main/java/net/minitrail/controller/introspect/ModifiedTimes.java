package net.minitrail.controller.introspect;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** When routes last changed, by the wall clock and in UTC, for one page. Remembers texts by age. For one thread. */
final class ModifiedTimes {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern(
                    "yyyy-MMM-dd HH:mm:ss.SSSSSS", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    /** Ages in a page are few, unless routes came evenly over days. */
    private static final int MOST = 4096;

    private final Instant now = Instant.now();
    private final Map<Integer, String> texts = new HashMap<>();

    String of(RouteRow row) {
        if (texts.size() >= MOST) {
            texts.clear();
        }
        return texts.computeIfAbsent(row.ageSeconds(), age -> TIME.format(now.minusSeconds(age)));
    }
}
