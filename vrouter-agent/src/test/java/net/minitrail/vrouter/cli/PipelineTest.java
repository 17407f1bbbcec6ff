package net.minitrail.vrouter.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PipelineTest {
    private int printed;

    private final Pipeline pipeline = new Pipeline(
            "bash",
            Map.of(
                    "count",
                    (words, out) -> {
                        for (int i = 1; i <= 9; i++) {
                            printed++;
                            out.accept("line " + i + "\n");
                        }
                        return 0;
                    },
                    "echo",
                    (words, out) -> {
                        out.accept(String.join("|", words) + "\n");
                        return 3;
                    }));

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "count | grep 3;3",
                "count | grep -C 1 3;2,3,4",
                "count | grep -A1 3;3,4",
                "count | grep -B 2 -e 3;1,2,3",
                "count | grep -v [1-8];9",
                "count | grep '[3|5]';3,5",
                "count | grep '3\\|5';3,5",
                "count | grep -E '3|5';3,5",
                "count | grep -i LINE | head -n 2;1,2",
                "count | tail -2;8,9"
            })
    void filters_pass_the_right_lines(String line, String numbers) throws InterruptedException {
        StringBuilder expected = new StringBuilder();
        for (String number : numbers.split(",", -1)) {
            expected.append("line ").append(number).append('\n');
        }
        assertEquals(expected.toString(), run(line));
    }

    @Test
    void groups_of_context_are_set_apart() throws InterruptedException {
        assertEquals("line 2\nline 3\n--\nline 6\nline 7\n", run("count | grep -B1 '[37]'"));
    }

    @Test
    void numbers_and_counts_are_printed_when_asked_for() throws InterruptedException {
        assertEquals("3:line 3\n", run("count | grep -n 3"));
        assertEquals("9\n", run("count | grep -c line"));
        assertEquals("9\n", run("count | wc -l"));
        assertEquals("      9      18      63\n", run("count | wc"));
    }

    @Test
    void a_filter_that_has_enough_ends_the_tool() throws InterruptedException {
        run("count | head -3");
        assertEquals(3, printed);
    }

    @Test
    void the_exit_code_is_that_of_the_last_stage() throws InterruptedException {
        assertEquals(3, pipeline.run("echo a", text -> {}));
        assertEquals(1, pipeline.run("echo a | grep b", text -> {}));
        assertEquals(127, pipeline.run("nothing", text -> {}));
        assertEquals(127, pipeline.run("echo a | nothing", text -> {}));
        assertEquals(0, pipeline.run("   ", text -> {}));
    }

    @Test
    void words_are_split_as_a_shell_does() throws CommandException {
        assertEquals(
                List.of(List.of("a", "b c", "--list", "d|e"), List.of("f")),
                CommandLineSyntax.parse("a 'b c' \u2013list \"d|e\" | f"));
        assertTrue(CommandLineSyntax.parse("").isEmpty());
    }

    private String run(String line) throws InterruptedException {
        var text = new StringBuilder();
        pipeline.run(line, text::append);
        return text.toString();
    }
}
