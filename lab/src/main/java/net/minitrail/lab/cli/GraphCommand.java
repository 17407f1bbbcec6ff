package net.minitrail.lab.cli;

import java.util.concurrent.Callable;
import net.minitrail.lab.topology.Lab;
import net.minitrail.lab.topology.LabCatalog;
import net.minitrail.lab.topology.LabReader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code graph}: who speaks to whom in a lab file, drawn in the language of another tool; nothing has to run. */
@Command(name = "graph", description = "Draws a lab as a Mermaid or Graphviz text.")
final class GraphCommand implements Callable<Integer> {
    /** The language of the drawing. */
    enum Language {
        mermaid,
        dot
    }

    @Parameters(arity = "0..1", paramLabel = "LAB|FILE")
    @Nullable
    String which;

    @Option(names = "-f", paramLabel = "LANGUAGE", description = "${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
    Language language = Language.mermaid;

    private final Minitrail program;

    GraphCommand(Minitrail program) {
        this.program = program;
    }

    @Override
    public Integer call() {
        String named = which != null ? which : program.lab;
        Lab lab = LabReader.read(program.catalog().resolve(named != null ? named : LabCatalog.DEFAULT));
        program.out().print(language == Language.mermaid ? LabGraph.mermaid(lab) : LabGraph.dot(lab));
        return 0;
    }
}
