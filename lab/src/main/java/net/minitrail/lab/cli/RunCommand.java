package net.minitrail.lab.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import net.minitrail.lab.explain.ErrorCode;
import net.minitrail.lab.process.LabStarter;
import net.minitrail.lab.process.LabStopper;
import net.minitrail.lab.process.NodeControl;
import net.minitrail.lab.process.OwnedProcess;
import net.minitrail.lab.process.Progress;
import net.minitrail.lab.process.RunningLab;
import net.minitrail.lab.scenario.JunitReport;
import net.minitrail.lab.scenario.LabHandle;
import net.minitrail.lab.scenario.ScenarioRunner;
import net.minitrail.lab.scenario.StepOutcome;
import net.minitrail.lab.topology.Lab;
import net.minitrail.lab.topology.LabReader;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code run LAB|FILE…}: starts each lab, runs its steps, reports, and stops it if it was not running before. */
@Command(name = "run", description = "Starts a lab, runs its steps, reports, and stops it.")
final class RunCommand implements Callable<Integer> {
    @Parameters(arity = "1..*", paramLabel = "LAB|FILE")
    List<String> which = List.of();

    @Option(names = "--junit", paramLabel = "FILE", description = "Also write a JUnit XML report.")
    @Nullable
    Path junit;

    @Option(names = "--keep", description = "Leave the lab running.")
    boolean keep;

    @Option(names = "--filter", paramLabel = "TAG", description = "Only the expectations with this tag.")
    @Nullable
    String filter;

    @Option(names = "--slow-factor", paramLabel = "N", description = "Stretches every waiting time (${DEFAULT-VALUE}).")
    double slowFactor = 1;

    private final Minitrail program;

    RunCommand(Minitrail program) {
        this.program = program;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        List<Lab> labs = which.stream()
                .map(name -> LabReader.read(program.catalog().resolve(name)))
                .toList();
        Map<String, List<StepOutcome>> outcomes = new LinkedHashMap<>();
        for (Lab lab : labs) {
            outcomes.put(lab.name(), run(lab));
        }
        if (junit != null) {
            JunitReport.write(junit, outcomes);
        }
        RunReport report = new RunReport(program.out());
        if (program.format == Minitrail.Format.table) {
            report.summary(outcomes);
        } else {
            program.printer().print(RunReport.page(outcomes));
        }
        return RunReport.failed(outcomes) ? ErrorCode.STEP_FAILED.exitStatus() : 0;
    }

    private List<StepOutcome> run(Lab lab) throws IOException, InterruptedException {
        boolean table = program.format == Minitrail.Format.table;
        RunReport report = new RunReport(program.out());
        boolean before =
                program.state().lab(lab.name()).processes().values().stream().anyMatch(OwnedProcess::isAlive);
        Thread interrupted = new Thread(() -> down(lab), "take-down");
        Duration limit = Duration.ofMillis((long) (60_000 * slowFactor));
        LabStarter starter = new LabStarter(program.state(), program.progress(), limit);
        RunningLab running = starter.up(lab);
        boolean stop = !keep && !before;
        if (stop) {
            Runtime.getRuntime().addShutdownHook(interrupted);
        }
        try {
            if (table) {
                report.begin(lab);
            }
            NodeControl nodes = new NodeControl(program.state().lab(lab.name()));
            LabStarter silent = new LabStarter(program.state(), Progress.NONE, limit);
            LabHandle handle = new LabHandle(lab, running, silent, nodes);
            return new ScenarioRunner(handle, filter, slowFactor).run(outcome -> {
                if (table) {
                    report.step(outcome);
                }
            });
        } finally {
            if (stop) {
                Runtime.getRuntime().removeShutdownHook(interrupted);
                down(lab);
            }
        }
    }

    private void down(Lab lab) {
        try {
            new LabStopper(program.state()).down(lab.name());
        } catch (IOException e) {
            program.err().println("minitrail: could not take '" + lab.name() + "' down: " + e.getMessage());
        }
    }
}
