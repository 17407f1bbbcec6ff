package net.minitrail.lab.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import net.minitrail.lab.process.LabStarter;
import net.minitrail.lab.process.RunningLab;
import net.minitrail.lab.topology.Lab;
import net.minitrail.lab.topology.LabCatalog;
import net.minitrail.lab.topology.LabReader;
import net.minitrail.net.runtime.Durations;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code up [LAB|FILE]}: starts a lab, or what is missing of it, and waits until it has converged. */
@Command(name = "up", description = "Starts a lab and waits until it has converged.")
final class UpCommand implements Callable<Integer> {
    @Parameters(arity = "0..1", paramLabel = "LAB|FILE", description = "A built-in lab (see 'labs') or a lab file.")
    @Nullable
    String which;

    @Option(names = "--timeout", paramLabel = "TIME", description = "How long it may take (${DEFAULT-VALUE}).")
    String timeout = "60s";

    private final Minitrail program;

    UpCommand(Minitrail program) {
        this.program = program;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        long start = System.nanoTime();
        String named = which != null ? which : program.lab;
        String source = named != null ? named : LabCatalog.DEFAULT;
        Lab lab = LabReader.read(program.catalog().resolve(source));
        Duration limit = Durations.parse(timeout);
        RunningLab running = new LabStarter(program.state(), program.progress(), limit).up(lab);
        double seconds = (System.nanoTime() - start) / 1e9;
        Page status = LabStatus.of(running, program.state().lab(lab.name()));
        program.printer().print(status);
        if (program.format == Minitrail.Format.table) {
            program.out().println();
            program.printer().print(LabStatus.sessions(status));
            program.out().printf("%n%s has converged after %.1f s.%n", lab.name(), seconds);
            WhatNext.print(program.out(), lab, source, program.state().labs().size() == 1);
            program.out().flush();
        }
        return 0;
    }
}
