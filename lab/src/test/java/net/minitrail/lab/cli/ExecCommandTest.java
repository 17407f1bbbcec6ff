package net.minitrail.lab.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class ExecCommandTest {
    @Test
    void one_word_is_a_line_as_it_stands() {
        assertEquals(
                "rt --dump 2 | grep '5.5.5.[3|4]/32'",
                ExecCommand.line(List.of("rt --dump 2 | grep '5.5.5.[3|4]/32'")));
        assertEquals("show route|match x", ExecCommand.line(List.of("show route|match x")));
    }

    @Test
    void of_several_words_those_with_blanks_or_pipes_in_them_stay_whole() {
        assertEquals(
                "flow -l --match \"5.5.5.3 & vrf 2\"",
                ExecCommand.line(List.of("flow", "-l", "--match", "5.5.5.3 & vrf 2")));
        assertEquals(
                "rt --dump 2 | grep \"5.5.5.[3|4]/32\"",
                ExecCommand.line(List.of("rt", "--dump", "2", "|", "grep", "5.5.5.[3|4]/32")));
        assertEquals("set description 'a \"b\"'", ExecCommand.line(List.of("set", "description", "a \"b\"")));
        assertEquals("grep \"\"", ExecCommand.line(List.of("grep", "")));
    }

    @Test
    void a_first_word_with_blanks_is_the_beginning_of_a_line() {
        assertEquals(
                "show route table test_vn.inet.0", ExecCommand.line(List.of("show route", "table test_vn.inet.0")));
    }
}
