package net.minitrail.lab.scenario;

import java.io.IOException;
import net.minitrail.lab.process.RemoteCommand;
import net.minitrail.lab.process.RunningLab;
import tools.jackson.databind.JsonNode;

/**
 * Looks while a command runs that makes something to see; the command is ended afterwards.
 *
 * @param on the node or guest of ours that runs it
 */
record MeanwhileCheck(String on, String command, Check check) implements Check {

    static MeanwhileCheck of(JsonNode meanwhile, Check check) {
        return new MeanwhileCheck(
                meanwhile.path("on").asString(), meanwhile.path("command").asString(), check);
    }

    @Override
    public Verdict look(RunningLab lab) throws IOException, InterruptedException {
        RemoteCommand.Background running = new RemoteCommand(lab, on).begin(command);
        try {
            return check.look(lab);
        } finally {
            running.close();
        }
    }
}
