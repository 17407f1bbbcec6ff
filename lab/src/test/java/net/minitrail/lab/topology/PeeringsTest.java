package net.minitrail.lab.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PeeringsTest {
    private static Lab lab(String... nodes) {
        return LabReader.read(Path.of("lab.yml"), "name: l\nnodes:\n  " + String.join("\n  ", nodes) + "\n");
    }

    private static List<String> neighbors(Lab lab, String node) {
        return Objects.requireNonNull(lab.nodes().get(node)).neighbors();
    }

    @Test
    void without_a_word_everybody_has_all_controllers() {
        Lab lab = lab(
                "c1: {kind: controller, address: 10.0.0.1}",
                "c2: {kind: controller, address: 10.0.0.2}",
                "a: {kind: vrouter-agent, address: 10.0.0.3}",
                "g: {kind: frr, address: 10.0.0.4}",
                "h: {kind: bird, address: 10.0.0.5, controllers: [c2]}");

        assertEquals(List.of("c2", "g"), neighbors(lab, "c1"));
        assertEquals(List.of("c1", "g", "h"), neighbors(lab, "c2"));
        assertEquals(List.of(), neighbors(lab, "a"));
        assertEquals(List.of("c1", "c2"), neighbors(lab, "g"));
    }

    @Test
    void a_reflector_stands_between_controllers_and_gateways() {
        Lab lab = lab(
                "c1: {kind: controller, address: 10.0.0.1}",
                "c2: {kind: controller, address: 10.0.0.2}",
                "r: {kind: frr, address: 10.0.0.4, reflector: true}",
                "g: {kind: gobgp, address: 10.0.0.5}");

        assertEquals(List.of("r"), neighbors(lab, "c1"));
        assertEquals(List.of("r"), neighbors(lab, "g"));
        assertEquals(List.of("c1", "c2", "g"), neighbors(lab, "r"));
    }

    @Test
    void a_session_that_one_end_names_is_there_for_both() {
        Lab lab = lab(
                "c1: {kind: controller, address: 10.0.0.1}",
                "g: {kind: frr, address: 10.0.0.4}",
                "p: {kind: bird, address: 10.0.0.5, autonomous-system: 65001, neighbors: [g]}");

        assertEquals(List.of("c1", "p"), neighbors(lab, "g"));
        assertEquals(List.of("g"), neighbors(lab, "p"));
        assertEquals(List.of("g"), neighbors(lab, "c1"));
    }
}
