package net.minitrail.lab.scenario;

import java.io.IOException;
import net.minitrail.lab.process.LabStarter;
import net.minitrail.lab.process.NodeControl;
import net.minitrail.lab.process.Provisioner;
import net.minitrail.lab.process.RunningLab;
import net.minitrail.lab.topology.Lab;

/** A running lab in the hands of a scenario: follows it as nodes end and come back. Used by one thread. */
public final class LabHandle {
    private final Lab lab;
    private final LabStarter starter;
    private final NodeControl nodes;
    private RunningLab running;

    public LabHandle(Lab lab, RunningLab running, LabStarter starter, NodeControl nodes) {
        this.lab = lab;
        this.running = running;
        this.starter = starter;
        this.nodes = nodes;
    }

    Lab lab() {
        return lab;
    }

    RunningLab running() {
        return running;
    }

    NodeControl nodes() {
        return nodes;
    }

    Provisioner provisioner() {
        return new Provisioner(lab, running);
    }

    void start(String node) throws IOException, InterruptedException {
        running = starter.start(lab, running, node);
    }
}
