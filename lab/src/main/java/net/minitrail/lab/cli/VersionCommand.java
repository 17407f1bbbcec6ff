package net.minitrail.lab.cli;

import java.util.Objects;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code version}. */
@Command(name = "version", description = "Shows the version of minitrail and of the JDK.")
final class VersionCommand implements Callable<Integer> {
    private final Minitrail program;

    VersionCommand(Minitrail program) {
        this.program = program;
    }

    @Override
    public Integer call() {
        String version = Main.class.getPackage().getImplementationVersion();
        if (program.format == Minitrail.Format.table) {
            program.out()
                    .println("minitrail " + Objects.requireNonNullElse(version, "0.1.0") + ", Java "
                            + Runtime.version());
            return 0;
        }
        Page page = Page.of("version", null);
        page.rows()
                .addObject()
                .put("minitrail", Objects.requireNonNullElse(version, "0.1.0"))
                .put("java", Runtime.version().toString());
        program.printer().print(page);
        return 0;
    }
}
