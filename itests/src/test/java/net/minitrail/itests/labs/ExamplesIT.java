package net.minitrail.itests.labs;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The labs among the examples, with all their steps. How long traffic was lost on the way is printed. */
class ExamplesIT {
    private static final String LOST = "no answer for ";

    @TempDir
    private Path state;

    @AfterEach
    void leave_nothing_running() {
        new Launcher(state).downAll();
    }

    /** {@code outages} is how many times the lab measures lost traffic. */
    @ParameterizedTest
    @CsvSource({"vxlan, 0", "vrrp-two-computes, 2"})
    void an_example_meets_every_expectation(String example, int outages) {
        Path file = Launcher.root().resolve("docs/examples/" + example + ".yml");

        Launcher.Result result = new Launcher(state).run("run", file.toString(), "--slow-factor", "4");

        assertEquals(0, result.exit(), result::toString);
        var lost = result.out().lines().map(String::strip).filter(line -> line.startsWith(LOST));
        assertEquals(
                outages,
                lost.peek(line -> System.out.println(example + ": " + line)).count());
    }
}
