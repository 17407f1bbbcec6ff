package net.minitrail.lab.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import net.minitrail.lab.explain.ErrorCode;
import org.junit.jupiter.api.Test;

class LabFileMistakesTest {
    private static final String TEN_MISTAKES = """
            name: ten-mistakes
            autonomous-systen: 65500
            nodes:
              controller: {kind: controler, address: 192.168.100.2}
              compute-1: {kind: vrouter-agent, address: 192.168.100.2000, controllers: [controler]}
              sdn-gw: {kind: sdn-gateway, address: 192.168.100.3}
            networks:
              test_vn: {subnet: 192.168.1.0/24, route_targets: [target:65500:101]}
              other_vn: {subnet: 192.168.2.1/24, route-targets: [65500:102]}
            guests:
              vm1: {node: compute-1, ports: [{network: test_vm, id: 61af9b59-35aa-4c1e-9f3e-0a4b5c6d7e8f}]}
              vm2: {node: sdn-gw, ports: [{network: test_vn, id: 61af9b59-35aa-4c1e-9f3e-0a4b5c6d7e8f, ip: 10.0.0.1}]}
            steps:
              - expect: nothing
            """;

    private static List<LabProblem> problems(String text) {
        return assertThrows(LabFileException.class, () -> LabReader.read(Path.of("lab.yml"), text))
                .problems();
    }

    private static void assertFound(List<LabProblem> problems, String position, ErrorCode code, String... words) {
        List<LabProblem> there = problems.stream()
                .filter(problem -> problem.position().toString().equals(position) && problem.code() == code)
                .toList();
        assertTrue(!there.isEmpty(), () -> "no " + code + " at " + position + " in\n" + problems);
        for (String word : words) {
            assertTrue(
                    there.stream().anyMatch(problem -> problem.toString().contains(word)), () -> word + " in " + there);
        }
    }

    @Test
    void ten_mistakes_are_reported_at_once_each_at_its_place() {
        List<LabProblem> problems = problems(TEN_MISTAKES);

        assertFound(problems, "2:1", ErrorCode.UNKNOWN_KEY, "autonomous-systen", "did you mean 'autonomous-system'?");
        assertFound(problems, "4:22", ErrorCode.NOT_ALLOWED, "controler", "did you mean 'controller'?");
        assertFound(problems, "5:45", ErrorCode.BAD_ADDRESS, "192.168.100.2000");
        assertFound(problems, "5:77", ErrorCode.DANGLING_NAME, "controler");
        assertFound(problems, "6:3", ErrorCode.MISSING_KEY, "no configuration");
        assertFound(problems, "8:37", ErrorCode.UNKNOWN_KEY, "route_targets", "did you mean 'route-targets'?");
        assertFound(problems, "9:22", ErrorCode.BAD_ADDRESS, "192.168.2.1/24");
        assertFound(problems, "9:54", ErrorCode.BAD_ROUTE_TARGET, "65500:102");
        assertFound(problems, "11:44", ErrorCode.DANGLING_NAME, "test_vm", "did you mean 'test_vn'?");
        assertFound(problems, "12:15", ErrorCode.WRONG_KIND, "sdn-gw", "compute-1");
        assertFound(problems, "12:54", ErrorCode.ID_TWICE, "vm1");
        assertFound(problems, "12:96", ErrorCode.OUTSIDE_SUBNET, "10.0.0.1", "192.168.1.0/24");
        assertFound(problems, "14:5", ErrorCode.BAD_STEP, "nothing to look at");
        assertEquals(13, problems.size(), problems::toString);
    }

    @Test
    void netns_wiring_has_no_transport_addresses_and_nobody_outside() {
        List<LabProblem> problems = problems("""
                name: wired
                wiring: netns
                nodes:
                  a: {kind: controller, address: 10.0.0.1, transport: 127.1.0.1}
                  b: {kind: external, address: 10.0.0.2, transport: 127.1.0.2}
                """);

        assertFound(problems, "4:44", ErrorCode.NOT_ALLOWED, "transport", "sockets are on 'address'");
        assertFound(problems, "5:3", ErrorCode.NOT_ALLOWED, "outside");
    }

    @Test
    void a_step_cannot_ask_or_stop_a_node_that_the_lab_does_not_run() {
        List<LabProblem> problems = problems("""
                name: outside
                nodes:
                  a: {kind: controller, address: 10.0.0.1}
                  b: {kind: external, address: 10.0.0.2, transport: 127.1.0.2}
                steps:
                  - do: end it
                    kill: b
                  - expect: a route
                    route: {node: b, table: inet.0, prefix: 10.0.0.0/8}
                  - expect: a session
                    session: {node: a, remote: b, state: Established}
                """);

        assertFound(problems, "7:11", ErrorCode.WRONG_KIND, "'b'", "external");
        assertFound(problems, "9:19", ErrorCode.WRONG_KIND, "'b'", "external");
        assertEquals(2, problems.size(), problems::toString);
    }

    @Test
    void problems_come_in_the_order_of_the_file() {
        List<LabProblem> problems = problems(TEN_MISTAKES);

        assertEquals(problems.stream().sorted().toList(), problems);
    }

    @Test
    void a_duplicate_key_is_refused_with_both_lines() {
        List<LabProblem> problems = problems("name: a\nnodes: {}\nname: b\n");

        assertFound(problems, "3:1", ErrorCode.DUPLICATE_KEY, "'name' stands twice", "line 1");
    }

    @Test
    void a_tab_is_no_indentation() {
        List<LabProblem> problems = problems("name: a\nnodes:\n\tcontroller: {kind: controller}\n");

        assertFound(problems, "3:1", ErrorCode.NOT_YAML);
    }

    @Test
    void an_alias_bomb_is_refused_early() {
        StringBuilder bomb = new StringBuilder("name: bomb\na: &a [x, x, x, x, x, x, x, x, x, x]\n");
        for (char level = 'b'; level <= 'h'; level++) {
            String before = "*" + (char) (level - 1);
            bomb.append("%c: &%c [%s]\n".formatted(level, level, (before + ", ").repeat(9) + before));
        }

        assertEquals(ErrorCode.TOO_LARGE, problems(bomb.toString()).get(0).code());
    }

    @Test
    void an_alias_inside_its_own_anchor_is_refused() {
        assertEquals(ErrorCode.NOT_YAML, problems("name: &a [*a]\n").get(0).code());
    }

    @Test
    void a_key_of_another_kind_of_node_is_named() {
        List<LabProblem> problems =
                problems("name: a\nnodes:\n  ctl: {kind: controller, address: 10.0.0.1, config: 'set system'}\n");

        assertFound(problems, "3:46", ErrorCode.KEY_OF_OTHER_KIND, "'config' means nothing to a controller");
    }

    @Test
    void an_error_in_a_gateways_text_points_at_its_line_in_the_lab_file() {
        List<LabProblem> problems = problems("""
                name: a
                nodes:
                  gw:
                    kind: sdn-gateway
                    address: 10.0.0.1
                    config: |
                      set routing-options autonomous-system 65500
                      set routing-optoins autonomous-system 65500
                """);

        assertEquals(8, problems.get(0).position().line());
        assertEquals(ErrorCode.BAD_GATEWAY_CONFIG, problems.get(0).code());
    }

    @Test
    void two_nodes_cannot_share_an_address() {
        List<LabProblem> problems = problems("""
                name: a
                nodes:
                  c1: {kind: controller, address: 10.0.0.1, transport: 127.9.0.1}
                  c2: {kind: controller, address: 10.0.0.1, transport: 10.0.0.1}
                """);

        assertFound(problems, "4:35", ErrorCode.ADDRESS_TWICE, "'c1'");
        assertFound(problems, "4:56", ErrorCode.BAD_ADDRESS, "127.0.0.0/8");
    }

    @Test
    void a_guest_cannot_take_the_gateways_address() {
        List<LabProblem> problems = problems("""
                name: a
                nodes: {c1: {kind: vrouter-agent, address: 10.0.0.1}}
                networks: {n: {subnet: 10.1.0.0/24}}
                guests: {vm: {node: c1, ports: [{network: n, ip: 10.1.0.1}]}}
                """);

        assertFound(problems, "4:50", ErrorCode.RESERVED_ADDRESS, "gateway");
    }

    @Test
    void guests_have_one_address_only_if_all_of_them_share_it() {
        String lab = """
                name: a
                nodes: {c1: {kind: vrouter-agent, address: 10.0.0.1}}
                networks: {n: {subnet: 10.1.0.0/24}}
                guests:
                  one: {node: c1, ports: [{network: n, ip: 10.1.0.9, ip-mode: active-active}]}
                  two: {node: c1, ports: [{network: n, ip: 10.1.0.9%s}]}
                """;
        List<LabProblem> problems = problems(lab.formatted(""));

        assertFound(problems, "6:44", ErrorCode.ADDRESS_TWICE, "'one'");
        Lab good = LabReader.read(Path.of("lab.yml"), lab.formatted(", ip-mode: active-active"));
        assertEquals(2, good.guests().size());
    }

    @Test
    void hash_fields_have_the_names_of_the_post() {
        List<LabProblem> problems = problems("""
                name: a
                nodes: {c1: {kind: vrouter-agent, address: 10.0.0.1}}
                ecmp-hash: [source-ip, source-prot]
                """);

        assertEquals(3, problems.get(0).position().line());
        assertTrue(problems.get(0).toString().contains("source-port"), problems::toString);
    }

    @Test
    void a_command_cannot_want_a_word_that_no_earlier_text_has() {
        List<LabProblem> problems = problems("""
                name: a
                nodes: {c1: {kind: vrouter-agent, address: 10.0.0.1}}
                steps:
                  - {expect: a, run: {on: c1, command: nh --list}, output: {text: "Id:<key>"}}
                  - {expect: b, run: {on: c1, command: "nh --get ${key}"}}
                  - {expect: c, run: {on: c1, command: "nh --get ${kez}"}}
                """);

        assertEquals(1, problems.size(), problems::toString);
        assertFound(problems, "6:40", ErrorCode.DANGLING_NAME, "no earlier text has <kez>");
    }
}
