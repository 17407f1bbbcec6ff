package net.minitrail.lab.cli;

import java.util.concurrent.Callable;
import net.minitrail.lab.topology.Lab;
import net.minitrail.lab.topology.LabReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code validate FILE}: every mistake of a lab file, each at its line and column. */
@Command(name = "validate", description = "Checks a lab file and names every mistake.")
final class ValidateCommand implements Callable<Integer> {
    @Parameters(paramLabel = "LAB|FILE")
    String which = "";

    private final Minitrail program;

    ValidateCommand(Minitrail program) {
        this.program = program;
    }

    @Override
    public Integer call() {
        Lab lab = LabReader.read(program.catalog().resolve(which));
        Page page = Page.of("validate", lab.name(), "file", "nodes", "networks", "guests", "steps");
        page.rows()
                .addObject()
                .put("file", lab.file().toString())
                .put("nodes", lab.nodes().size())
                .put("networks", lab.networks().size())
                .put("guests", lab.guests().size())
                .put("steps", lab.steps().size());
        program.printer().print(page);
        return 0;
    }
}
