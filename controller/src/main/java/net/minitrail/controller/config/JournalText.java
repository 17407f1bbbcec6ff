package net.minitrail.controller.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32;
import net.minitrail.net.runtime.ConfigException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The lines of a {@link JournalStore}: {@code 1a2b3c4d {…}}, eight hex digits of CRC-32 over the JSON text that follows. */
final class JournalText {
    private static final String HEADER = "minitrail-store 1\n";
    private static final int CHECKSUM = 8;

    private JournalText() {}

    static byte[] header() {
        return HEADER.getBytes(StandardCharsets.UTF_8);
    }

    static byte[] line(ObjectNode record) {
        String json = record.toString();
        return (checksum(json) + " " + json + "\n").getBytes(StandardCharsets.UTF_8);
    }

    /** The records of {@code text}; none if it is empty. */
    static List<ObjectNode> read(Path file, String text) {
        var records = new ArrayList<ObjectNode>();
        if (text.isEmpty() || HEADER.startsWith(text)) {
            return records;
        }
        if (!text.startsWith(HEADER)) {
            throw new ConfigException("store", file + " does not begin with '" + HEADER.trim() + "'");
        }
        int lineNumber = 2;
        int start = HEADER.length();
        for (int end = text.indexOf('\n', start); end >= 0; end = text.indexOf('\n', start)) {
            String line = text.substring(start, end);
            if (line.length() <= CHECKSUM || !line.startsWith(checksum(line.substring(CHECKSUM + 1)))) {
                throw new ConfigException("store", file + ":" + lineNumber + ": the checksum does not match");
            }
            records.add((ObjectNode) JsonMapper.shared().readTree(line.substring(CHECKSUM + 1)));
            start = end + 1;
            lineNumber++;
        }
        return records;
    }

    private static String checksum(String json) {
        var crc = new CRC32();
        crc.update(json.getBytes(StandardCharsets.UTF_8));
        return "%08x".formatted(crc.getValue());
    }
}
