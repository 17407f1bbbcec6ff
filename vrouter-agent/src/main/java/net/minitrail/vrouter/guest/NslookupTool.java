package net.minitrail.vrouter.guest;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import net.minitrail.net.Ipv4Address;
import net.minitrail.net.packet.DnsMessage;
import net.minitrail.net.packet.MalformedPacketException;
import net.minitrail.vrouter.cli.CommandException;
import net.minitrail.vrouter.cli.LoopQuery;
import net.minitrail.vrouter.cli.Tool;
import org.jspecify.annotations.Nullable;

/** {@code nslookup NAME|ADDRESS [SERVER]}, as BusyBox prints it; the server that DHCP named unless told otherwise. Thread-safe. */
final class NslookupTool implements Tool {
    private static final int TRIES = 2;
    private static final int SECONDS_A_TRY = 3;

    private final Guest guest;
    private final LoopQuery query;
    private int id = 1;

    NslookupTool(Guest guest, LoopQuery query) {
        this.guest = guest;
        this.query = query;
    }

    @Override
    public int run(List<String> words, Consumer<String> out) throws CommandException, InterruptedException {
        if (words.isEmpty() || words.size() > 2) {
            throw new CommandException(1, "Usage: nslookup [HOST] [SERVER]");
        }
        Ipv4Address server = server(words);
        out.accept("Server:    %s%nAddress 1: %s%n%n".formatted(server, server));
        String name = words.get(0);
        var lines = new ArrayList<String>();
        if (name.matches("[0-9]{1,3}([.][0-9]{1,3}){3}")) {
            String[] octets = name.split("[.]", -1);
            String reverse = octets[3] + "." + octets[2] + "." + octets[1] + "." + octets[0] + ".in-addr.arpa";
            ask(server, reverse, DnsMessage.PTR, out).forEach(found -> lines.add(name + " " + found));
        } else {
            lines.addAll(ask(server, name, DnsMessage.A, out));
            lines.addAll(ask(server, name, DnsMessage.AAAA, out));
        }
        if (lines.isEmpty()) {
            throw new CommandException(1, "nslookup: can't resolve '" + name + "'");
        }
        out.accept("Name:      " + name + "\n");
        for (int i = 0; i < lines.size(); i++) {
            out.accept("Address %d: %s%n".formatted(i + 1, lines.get(i)));
        }
        return 0;
    }

    private Ipv4Address server(List<String> words) throws CommandException {
        if (words.size() == 2) {
            try {
                return Ipv4Address.parse(words.get(1));
            } catch (IllegalArgumentException e) {
                throw new CommandException(1, "nslookup: bad address '" + words.get(1) + "'");
            }
        }
        List<Ipv4Address> known = query.ask(guest::resolvers);
        if (known.isEmpty()) {
            throw new CommandException(1, "nslookup: no DNS server is known");
        }
        return known.get(0);
    }

    /** The data of the answers; empty if there are none, or nobody answers. */
    private List<String> ask(Ipv4Address server, String name, int type, Consumer<String> out)
            throws CommandException, InterruptedException {
        DnsMessage question = DnsMessage.question(id++, name, type);
        byte[] octets;
        try {
            octets = question.encode();
        } catch (IllegalArgumentException e) {
            throw new CommandException(1, "nslookup: can't resolve '" + name + "'");
        }
        var answers = new LinkedBlockingQueue<byte[]>();
        for (int tries = 0; tries < TRIES; tries++) {
            int port = query.ask(() -> guest.udp().ask(server, DnsMessage.PORT, octets, answers::add));
            try {
                for (int second = 0; second < SECONDS_A_TRY; second++) {
                    byte[] answer = answers.poll(1, TimeUnit.SECONDS);
                    out.accept(""); // a sign of life, to notice a reader who left
                    DnsMessage read = answer == null ? null : read(answer, question.id());
                    if (read != null) {
                        return read.answers().stream()
                                .filter(one -> one.type() == type)
                                .map(DnsMessage.Answer::data)
                                .toList();
                    }
                }
            } finally {
                query.ask(() -> {
                    guest.udp().close(port);
                    return true;
                });
            }
        }
        return List.of();
    }

    private static @Nullable DnsMessage read(byte[] octets, int wanted) {
        try {
            DnsMessage message = DnsMessage.decode(octets);
            return message.response() && message.id() == wanted ? message : null;
        } catch (MalformedPacketException e) {
            return null;
        }
    }
}
