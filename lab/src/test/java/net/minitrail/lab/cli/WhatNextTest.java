package net.minitrail.lab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import net.minitrail.lab.topology.Lab;
import net.minitrail.lab.topology.LabReader;
import org.junit.jupiter.api.Test;

class WhatNextTest {
    private static final String FILE = """
            name: a
            nodes:
              gw: {kind: sdn-gateway, address: 10.0.0.1, config: "set system host-name gw"}
            steps:
              - expect: an answer
                run: {on: gw, command: show bgp summary}
                output: {contains: [Groups]}
            """;

    @Test
    void the_lab_is_run_by_the_name_that_the_user_gave_it() {
        assertTrue(printed(true).contains("  ./minitrail run labs/a.yml\n"), printed(true));
    }

    @Test
    void a_lab_that_is_not_alone_is_named() {
        assertTrue(printed(false).contains("  ./minitrail -n a exec gw \"show bgp summary\"\n"), printed(false));
        assertEquals("  ./minitrail down a", printed(false).lines().reduce("", (first, second) -> second));
    }

    private static String printed(boolean alone) {
        Lab lab = LabReader.read(Path.of("labs/a.yml"), FILE);
        var text = new StringWriter();
        WhatNext.print(new PrintWriter(text), lab, "labs/a.yml", alone);
        return text.toString();
    }
}
