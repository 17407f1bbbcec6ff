package net.minitrail.lab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class CommandLineTest {
    @TempDir
    private static Path home;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeAll
    static void use_the_labs_of_this_module() {
        System.setProperty("minitrail.labs", "labs");
    }

    private int run(String... arguments) {
        return Main.run(new PrintWriter(out), new PrintWriter(err), arguments);
    }

    @Test
    void an_unknown_command_is_wrong_usage() {
        assertEquals(2, run("statsu"));
        assertTrue(err.toString().contains("status"), err::toString);
        assertTrue(err.toString().contains("LAB-2001"), err::toString);
    }

    @Test
    void a_command_that_is_named_first_is_read_alone_and_any_other_line_with_all() {
        var nowhere = new PrintWriter(out);
        var all = Minitrail.commandLine(nowhere, nowhere).getSubcommands().keySet();

        assertTrue(all.contains("up") && all.contains("version"), all::toString);
        for (String name : all) {
            assertEquals(
                    Set.of(name),
                    Minitrail.commandLine(nowhere, nowhere, name)
                            .getSubcommands()
                            .keySet());
        }
        for (String other : List.of("", "-n", "statsu", "--help", "UP")) {
            assertEquals(
                    all,
                    Minitrail.commandLine(nowhere, nowhere, other)
                            .getSubcommands()
                            .keySet(),
                    other);
        }
    }

    @Test
    void a_missing_argument_is_wrong_usage() {
        assertEquals(2, run("exec"));
        assertEquals("", out.toString());
    }

    @Test
    void a_lab_that_does_not_exist_is_status_6() {
        assertEquals(6, run("up", "bring-vms-outside"));
        assertEquals(6, run("status", "-n", "no-such-lab"));
    }

    @Test
    void an_invalid_lab_file_is_status_3_and_one_line_a_mistake() throws IOException {
        Path file = Files.writeString(home.resolve("bad.yml"), "name: bad\nnods: {}\n");

        assertEquals(3, run("validate", file.toString()));
        assertEquals(2, err.toString().lines().count(), err::toString);
        assertTrue(err.toString().startsWith(file + ":1:1: "), err::toString);
        assertFalse(err.toString().contains("\tat "), err::toString);
    }

    @Test
    void errors_are_json_in_json_mode() throws IOException {
        Path file = Files.writeString(home.resolve("bad.yml"), "name: bad\nnodes: []\n");

        assertEquals(3, run("-o", "json", "validate", file.toString()));
        JsonNode error = JsonMapper.shared().readTree(err.toString());
        assertEquals("minitrail.error/v1", error.path("schema").asString());
        assertEquals("LAB-1202", error.path("errors").path(0).path("code").asString());
        assertEquals(2, error.path("errors").path(0).path("line").asInt());
    }

    @Test
    void data_comes_in_an_envelope() {
        assertEquals(0, run("labs", "-o", "json"));
        JsonNode page = JsonMapper.shared().readTree(out.toString());
        assertEquals("minitrail.labs/v1", page.path("schema").asString());
        assertTrue(page.path("generated").asString().endsWith("Z"));
        assertTrue(page.path("data").isArray());
    }

    @Test
    void the_table_has_a_line_for_each_row_of_the_json() {
        assertEquals(0, run("labs", "-o", "json"));
        int rows = JsonMapper.shared().readTree(out.toString()).path("data").size();
        out.getBuffer().setLength(0);

        assertEquals(0, run("labs"));
        assertEquals(rows + 1, out.toString().lines().count());
    }

    @Test
    void options_stand_before_or_after_the_command() {
        assertEquals(0, run("-o", "yaml", "labs"));
        String before = out.toString();
        out.getBuffer().setLength(0);
        assertEquals(0, run("labs", "-o", "yaml"));
        assertEquals(before.lines().count(), out.toString().lines().count());
    }

    @Test
    void a_code_is_explained_with_or_without_its_letters() {
        assertEquals(0, run("explain", "1301"));
        assertTrue(out.toString().startsWith("LAB-1301 (exit status 3)"));
        assertEquals(6, run("explain", "LAB-0000"));
    }

    @Test
    void a_graph_needs_nothing_running() {
        assertEquals(0, run("graph", "bring-vms-outside-the-dc"));
        assertTrue(out.toString().contains("compute_1 ---|XMPP| controller"), out::toString);
    }

    @Test
    void completion_knows_every_command() {
        assertEquals(0, run("completion", "bash"));
        assertTrue(out.toString().contains("inspect"), out::toString);
        out.getBuffer().setLength(0);
        assertEquals(0, run("completion", "fish"));
        assertTrue(out.toString().contains("-a validate"), out::toString);
    }
}
