package net.minitrail.lab.cli;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.Iterables;
import java.io.PrintWriter;
import net.minitrail.lab.speaker.Speaker;
import net.minitrail.lab.topology.Lab;
import net.minitrail.lab.topology.LabGuest;
import net.minitrail.lab.topology.LabNetwork;
import net.minitrail.lab.topology.LabNode;
import net.minitrail.lab.topology.NodeKind;

/** The commands that somebody who just started a lab may want to type. */
final class WhatNext {
    private WhatNext() {}

    /**
     * @param source what the user called the lab
     * @param alone whether no other lab runs, so that commands need not name this one
     */
    static void print(PrintWriter out, Lab lab, String source, boolean alone) {
        out.println("\nTry:");
        if (!lab.message().isBlank()) {
            lab.message().strip().lines().forEach(line -> out.println("  " + line));
            return;
        }
        String which = alone ? "" : "-n " + lab.name() + " ";
        commands(lab).forEach(command -> out.println("  ./minitrail " + which + command));
        if (!lab.steps().isEmpty()) {
            out.println("  ./minitrail run " + source);
        }
        out.println("  ./minitrail down" + (alone ? "" : " " + lab.name()));
    }

    private static ImmutableList<String> commands(Lab lab) {
        ImmutableList.Builder<String> commands = ImmutableList.builder();
        for (LabNode node : Iterables.limit(lab.nodes(NodeKind.SDN_GATEWAY), 1)) {
            commands.add("exec " + node.name() + " \"show bgp summary\"");
            commands.add("shell " + node.name());
        }
        lab.nodes().values().stream()
                .filter(node -> node.kind().isSpeaker())
                .limit(1)
                .forEach(node -> commands.add(
                        "exec " + node.name() + " \"" + Speaker.of(node.kind()).example() + "\""));
        for (LabGuest guest : Iterables.limit(lab.guests().values(), 1)) {
            commands.add("exec " + guest.name() + " ifconfig");
            commands.add("exec " + guest.node() + " \"vif --list\"");
        }
        for (LabNetwork network : Iterables.limit(lab.networks().values(), 1)) {
            commands.add("inspect routes --vrf " + network.shortName());
        }
        return commands.build();
    }
}
