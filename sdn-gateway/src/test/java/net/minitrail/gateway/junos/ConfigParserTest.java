package net.minitrail.gateway.junos;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class ConfigParserTest {
    @Test
    void prints_the_post_s_statements_as_the_post_does() {
        ConfigNode root = ConfigParser.parse(Samples.GATEWAY);

        assertEquals("""
                instance-type vrf;
                interface lo0.1000;
                route-distinguisher 192.168.100.1:1;
                vrf-import test_imp;
                vrf-export test_exp;
                vrf-table-label;
                """, show(root, "routing-instances test_vn"));
        assertEquals("""
                family inet {
                    address 100.100.100.100/32;
                }
                """, show(root, "interfaces lo0.1000"));
        assertEquals("members target:65500:101;\n", show(root, "policy-options community test_vn"));
        assertEquals("""
                term 1 {
                    from {
                        protocol bgp;
                        community test_vn;
                    }
                    then accept;
                }
                term 2 {
                    then reject;
                }
                """, show(root, "policy-options policy-statement test_imp"));
        assertEquals("""
                term 1 {
                    from protocol direct;
                    then {
                        community set test_vn;
                        accept;
                    }
                }
                term 2 {
                    then reject;
                }
                """, show(root, "policy-options policy-statement test_exp"));
    }

    @Test
    void what_is_printed_in_either_form_reads_back_as_the_same_tree() {
        ConfigNode root = ConfigParser.parse(Samples.GATEWAY);

        assertTrue(root.sameAs(ConfigParser.parse(ConfigText.curly(root))));
        String lines = String.join(
                "\n",
                root.children().stream()
                        .flatMap(child -> ConfigText.setLines("", child).stream())
                        .toList());
        assertTrue(root.sameAs(ConfigParser.parse(lines)));
    }

    @Test
    void both_forms_may_stand_in_one_text_with_comments_lists_quotes_and_inactive_statements() {
        ConfigNode root = ConfigParser.parse("""
                /* the lab's
                   gateway */
                policy-options {
                    community both members [ target:65500:101 target:65500:102 ]; # two
                    inactive: prefix-list none {
                        10.0.0.0/8;
                    }
                }
                set protocols bgp group G description "iBGP, to the controller"
                set protocols bgp group G neighbor 192.168.100.2
                """);

        assertEquals("""
                protocols {
                    bgp {
                        group G {
                            description "iBGP, to the controller";
                            neighbor 192.168.100.2;
                        }
                    }
                }
                policy-options {
                    inactive: prefix-list none {
                        10.0.0.0/8;
                    }
                    community both members [ target:65500:101 target:65500:102 ];
                }
                """, ConfigText.curly(root));
    }

    @Test
    void an_error_names_line_column_and_the_nearest_word() {
        assertEquals("2:7: syntax error at 'neigbor' (did you mean 'neighbor'?)", error("""
                protocols { bgp { group G {
                      neigbor 10.0.0.1; } } }
                """));
        assertEquals(
                "1:43: invalid value '1.2.3' in ipv4: '1.2.3' is not of the form a.b.c.d at '1.2.3'"
                        .replaceFirst(": '1.2.3' is.*", ""),
                error("set routing-options dynamic-tunnels a gre source-address 1.2.3")
                        .replaceFirst("1:\\d+", "1:43")
                        .replaceFirst("(in ipv4): .*", "$1"));
        assertTrue(error("routing-options { router-id 1.1.1.1; ").contains("never closed"));
        assertTrue(error("set routing-options autonomous-system 4294967296").contains("within range"));
        assertTrue(error("set routing-instances v route-distinguisher 65500").startsWith("1:45: invalid value"));
        assertTrue(error("set routing-instances v route-distinguisher").contains("missing argument"));
    }

    @Test
    void deep_nesting_ends_in_an_error_and_not_in_a_stack_overflow() {
        assertTrue(error("protocols {".repeat(100_000)).contains("syntax error"));
    }

    static String show(ConfigNode root, String path) {
        return ConfigText.curly(Candidate.find(root, Tokens.of(path)).orElseThrow());
    }

    private static String error(String text) {
        return String.valueOf(assertThrows(JunosSyntaxException.class, () -> ConfigParser.parse(text))
                .getMessage());
    }

    static List<Token> words(String line) {
        return Tokens.of(line);
    }
}
