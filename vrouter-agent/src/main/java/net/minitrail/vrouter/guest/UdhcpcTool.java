package net.minitrail.vrouter.guest;

import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.minitrail.vrouter.cli.CommandException;
import net.minitrail.vrouter.cli.LoopQuery;
import net.minitrail.vrouter.cli.Tool;

/** {@code udhcpc [-i IF] [-n] [-q]}: asks for the card's address again. Thread-safe. */
final class UdhcpcTool implements Tool {
    private static final int PATIENCE_SECONDS = 10;

    private final Guest guest;
    private final LoopQuery query;

    UdhcpcTool(Guest guest, LoopQuery query) {
        this.guest = guest;
        this.query = query;
    }

    @Override
    public int run(List<String> words, Consumer<String> out) throws CommandException, InterruptedException {
        String name = "eth0";
        for (int i = 0; i < words.size(); i++) {
            if (words.get(i).equals("-i") && i + 1 < words.size()) {
                name = words.get(++i);
            } else if (!words.get(i).matches("-[nqfR]+")) {
                throw new CommandException(1, "Usage: udhcpc [-i IFACE] [-n] [-q]");
            }
        }
        String wanted = name;
        var said = new LinkedBlockingQueue<String>();
        boolean there = query.ask(() -> guest.nics().stream()
                .filter(nic -> nic.name().equals(wanted))
                .peek(nic -> nic.dhcp().start(said::add))
                .findFirst()
                .isPresent());
        if (!there) {
            throw new CommandException(1, "udhcpc: SIOCGIFINDEX: No such device");
        }
        out.accept("udhcpc (v1.20.1) started\n");
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (System.nanoTime() < end) {
            String line = said.poll(500, TimeUnit.MILLISECONDS);
            out.accept(line == null ? "" : line);
            if (line != null && line.startsWith("Lease of ")) {
                return 0;
            }
        }
        out.accept("No lease, failing\n");
        return 1;
    }
}
