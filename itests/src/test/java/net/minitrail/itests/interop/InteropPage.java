package net.minitrail.itests.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import net.minitrail.itests.labs.Launcher;

/**
 * {@code docs/INTEROP.md}, made of what runs have seen: each test writes sections of its own, and has no hand in others.
 * {@code -Dminitrail.interop.rewrite=true} writes them; otherwise they must be there as they would be written.
 */
public final class InteropPage {
    private static final Path FILE = Launcher.root().resolve("docs/INTEROP.md");
    private static final Path LOCK = Path.of("target", "interop-page.lock");
    private static final Pattern NEXT_SECTION = Pattern.compile("(?m)^(?=## )");

    private InteropPage() {}

    /**
     * Checks a section, or writes it where it was, or at the end if it is new.
     *
     * @param heading empty for what stands before the first heading
     * @param text what follows the heading, without empty lines around it
     */
    public static void check(String heading, String text) throws IOException {
        try (FileChannel channel = FileChannel.open(LOCK, StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            channel.lock(); // tests of another JVM may be about to write sections of theirs; released with the channel
            checkAlone(heading, text);
        }
    }

    private static void checkAlone(String heading, String text) throws IOException {
        String start = heading.isEmpty() ? "# " : "## " + heading + "\n";
        String section = (heading.isEmpty() ? "" : start) + text + "\n";
        List<String> sections = new ArrayList<>(List.of(NEXT_SECTION.split(Files.readString(FILE))));
        int place = 0;
        while (place < sections.size() && !sections.get(place).startsWith(start)) {
            place++;
        }
        if (Boolean.getBoolean("minitrail.interop.rewrite")) {
            sections.subList(place, Math.min(place + 1, sections.size())).clear();
            sections.add(place, section);
            sections.replaceAll(String::stripTrailing);
            Files.writeString(FILE, String.join("\n\n", sections) + "\n");
        } else {
            String there = place < sections.size() ? sections.get(place).stripTrailing() : "";
            assertEquals(
                    there,
                    section.stripTrailing(),
                    FILE + " is not what was seen; write it with -Dminitrail.interop.rewrite=true");
        }
    }
}
