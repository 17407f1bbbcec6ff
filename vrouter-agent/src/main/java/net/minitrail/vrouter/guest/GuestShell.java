package net.minitrail.vrouter.guest;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import net.minitrail.vrouter.cli.LoopQuery;
import net.minitrail.vrouter.cli.Pipeline;
import net.minitrail.vrouter.cli.TcpdumpTool;
import net.minitrail.vrouter.cli.Tool;

/** The shell of a guest, with the commands of BusyBox or of CentOS. Keeps no state beyond the guest's. */
final class GuestShell implements LoginShell {
    private static final List<String> FILTERS = List.of("grep", "head", "tail", "wc");

    private final Guest guest;
    private final LoopQuery query;
    private final Map<String, Tool> tools = new TreeMap<>();
    private final Pipeline pipeline;

    GuestShell(Guest guest, LoopQuery query, GuestSession.Foreground foreground) {
        this.guest = guest;
        this.query = query;
        tools.put("ping", new PingTool(guest, query));
        tools.put("ping6", new PingTool(guest, query));
        tools.put("ssh", new SshTool(guest, query, foreground));
        tools.put("telnet", new TelnetTool(guest, query, foreground));
        tools.put("rm", (words, out) -> guest.logins().remove(words, query, out));
        tools.put("udhcpc", new UdhcpcTool(guest, query));
        tools.put("curl", new CurlTool(guest, query));
        tools.put("nslookup", new NslookupTool(guest, query));
        if (guest.profile() == GuestProfile.CENTOS) {
            tools.put("tcpdump", new TcpdumpTool(guest.captures(), this::captured, this::hasAddress, "262144"));
        }
        new NetTools(guest, query).addTo(tools);
        tools.put("su", (words, out) -> 0); // everybody is root here
        tools.put("hostname", (words, out) -> {
            out.accept(guest.name() + "\n");
            return 0;
        });
        this.pipeline = new Pipeline(guest.profile() == GuestProfile.CENTOS ? "bash" : "-sh", tools);
    }

    @Override
    public int run(String line, Consumer<String> out) throws InterruptedException {
        return pipeline.run(line.strip().replaceFirst("^sudo\\s+", ""), out);
    }

    @Override
    public boolean leaves(String line) {
        return line.equals("exit") || line.equals("logout");
    }

    @Override
    public String farewell() {
        return guest.profile() == GuestProfile.CENTOS ? "logout\n" : "";
    }

    @Override
    public String prompt() {
        return guest.profile() == GuestProfile.CENTOS ? "[root@" + guest.name() + " ~]# " : "$ ";
    }

    @Override
    public List<Candidate> complete(String line, int cursor) {
        String before = line.substring(0, cursor);
        int pipe = before.lastIndexOf('|');
        String stage = before.substring(pipe + 1).stripLeading();
        var found = new ArrayList<Candidate>();
        if (stage.indexOf(' ') < 0) {
            for (String name : pipe >= 0 ? FILTERS : tools.keySet()) {
                if (name.startsWith(stage)) {
                    found.add(new Candidate(name, ""));
                }
            }
        }
        return found;
    }

    private Map<String, String> captured() {
        return query.ask(() -> {
            var points = new LinkedHashMap<String, String>();
            guest.nics().forEach(nic -> points.put(nic.name(), nic.tap()));
            return points;
        });
    }

    private boolean hasAddress(String name) {
        return query.ask(() -> guest.nics().stream()
                .anyMatch(nic -> nic.name().equals(name) && nic.address().value() != 0));
    }
}
