package net.minitrail.vrouter.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import net.minitrail.net.runtime.CommandShell;

/** The shell of the compute host, where the vRouter's tools and a few others run. Keeps no state. */
public final class HostShell implements CommandShell {
    private static final List<String> FILTERS = List.of("grep", "head", "tail", "wc");

    private final String hostName;
    private final Map<String, Tool> tools;
    private final Pipeline pipeline;

    public HostShell(String hostName, Map<String, Tool> tools) {
        this.hostName = hostName;
        this.tools = new TreeMap<>(tools);
        this.pipeline = new Pipeline("bash", this.tools);
    }

    @Override
    public int run(String line, Consumer<String> out) throws InterruptedException {
        return pipeline.run(line, out);
    }

    @Override
    public String prompt() {
        return "root@" + hostName + ":~# ";
    }

    @Override
    public List<Candidate> complete(String line, int cursor) {
        String before = line.substring(0, cursor);
        String word = before.substring(Math.max(before.lastIndexOf(' '), before.lastIndexOf('|')) + 1);
        String stage = before.substring(before.lastIndexOf('|') + 1).stripLeading();
        var found = new ArrayList<Candidate>();
        if (stage.indexOf(' ') < 0) {
            Iterable<String> names = before.indexOf('|') >= 0 ? FILTERS : tools.keySet();
            for (String name : names) {
                if (name.startsWith(word)) {
                    found.add(new Candidate(name, ""));
                }
            }
        } else {
            for (String option : ToolOptions.of(stage.substring(0, stage.indexOf(' ')), stage)) {
                if (option.startsWith(word)) {
                    found.add(new Candidate(option, ""));
                }
            }
        }
        return found;
    }
}
