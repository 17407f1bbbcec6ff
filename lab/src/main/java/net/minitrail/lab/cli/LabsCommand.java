package net.minitrail.lab.cli;

import java.util.concurrent.Callable;
import net.minitrail.lab.process.OwnedProcess;
import net.minitrail.lab.topology.LabReader;
import picocli.CommandLine.Command;

/** {@code labs}: the built-in ones, a line each, and those that run from elsewhere. */
@Command(name = "labs", description = "Lists the labs that come with minitrail and those that run.")
final class LabsCommand implements Callable<Integer> {
    private final Minitrail program;

    LabsCommand(Minitrail program) {
        this.program = program;
    }

    @Override
    public Integer call() {
        Page page = Page.of("labs", null, "name", "state", "about");
        for (String name : program.catalog().names()) {
            String about = LabReader.headline(program.catalog().file(name)).get("about");
            page.rows().addObject().put("name", name).put("state", state(name)).put("about", about);
        }
        for (String name : program.state().labs()) {
            if (!program.catalog().names().contains(name)) {
                String file =
                        program.state().lab(name).read().map(lab -> lab.file()).orElse("");
                page.rows()
                        .addObject()
                        .put("name", name)
                        .put("state", state(name))
                        .put("about", file);
            }
        }
        program.printer().print(page);
        return 0;
    }

    private String state(String name) {
        boolean alive = program.state().lab(name).processes().values().stream().anyMatch(OwnedProcess::isAlive);
        return alive ? "running" : "";
    }
}
