package net.minitrail.lab.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.nio.file.Path;
import java.util.Objects;
import net.minitrail.net.RouteTarget;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class LabReaderTest {
    private static final LabCatalog BUILT_IN = new LabCatalog(Path.of("labs"));

    static ImmutableList<String> builtIn() {
        return BUILT_IN.names();
    }

    @ParameterizedTest
    @MethodSource("builtIn")
    void every_lab_that_is_shipped_is_right_and_named_like_its_file(String name) {
        assertEquals(name, LabReader.read(BUILT_IN.file(name)).name());
    }

    @Test
    void what_a_file_leaves_out_is_filled_in() {
        Lab lab = LabReader.read(Path.of("lab.yml"), """
                name: small
                nodes:
                  c1: {kind: controller, address: 10.0.0.1}
                  a1: {kind: vrouter-agent, address: 10.0.0.2}
                networks:
                  blue: {subnet: 10.1.0.0/24, route-targets: [target:64512:1], import-route-targets: [target:1.2.3.4:5]}
                guests:
                  vm1: {node: a1, ports: [{network: blue}]}
                  vm2: {node: a1, ports: [{network: blue}]}
                """);

        assertEquals(64512, lab.autonomousSystem());
        assertEquals(
                ImmutableList.of("c1"),
                Objects.requireNonNull(lab.nodes().get("a1")).controllers());
        LabNetwork blue = Objects.requireNonNull(lab.networks().get("blue"));
        assertEquals("default-domain:default-project:blue:blue", blue.routingInstance());
        assertEquals(ImmutableSet.of(RouteTarget.parse("target:1.2.3.4:5")), blue.importRouteTargets());
        assertNull(blue.gateway());
        assertNotEquals(
                Objects.requireNonNull(lab.guests().get("vm1")).ports().get(0).id(),
                Objects.requireNonNull(lab.guests().get("vm2")).ports().get(0).id());
    }

    @Test
    void a_full_network_name_keeps_its_project() {
        assertEquals(
                "d:p:n:n",
                LabReader.read(
                                Path.of("lab.yml"),
                                "name: a\nnodes: {c: {kind: controller, address: 10.0.0.1}}\n"
                                        + "networks: {'d:p:n': {subnet: 10.0.0.0/24}}\n")
                        .networks()
                        .values()
                        .iterator()
                        .next()
                        .routingInstance());
    }
}
