package net.minitrail.lab.topology;

import net.minitrail.net.Ipv4Address;
import net.minitrail.net.MacAddress;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Where a port's packets, or those that a rule matches, are mirrored to.
 *
 * @param analyzer its name
 * @param address of the analyzer; copies with the Juniper header go there
 * @param mac of the analyzer; copies without go there
 * @param network of the analyzer, in which {@code mac} is looked for
 * @param port UDP port of copies with the Juniper header; 0 for the usual one
 * @param direction {@code ingress}, {@code egress} or {@code both}, as the vRouter sees it
 */
public record LabMirror(
        String analyzer,
        @Nullable Ipv4Address address,
        @Nullable MacAddress mac,
        @Nullable String network,
        int port,
        boolean juniperHeader,
        String direction) {

    /** Reads what a lab file says, which was checked before; null if that is nothing. */
    public static @Nullable LabMirror of(JsonNode mirror) {
        if (!mirror.path("analyzer").isString()) {
            return null;
        }
        String address = mirror.path("address").asString("");
        String mac = mirror.path("mac").asString("");
        String network = mirror.path("network").asString("");
        return new LabMirror(
                mirror.path("analyzer").asString(),
                address.isEmpty() ? null : Ipv4Address.parse(address),
                mac.isEmpty() ? null : MacAddress.parse(mac),
                network.isEmpty() ? null : network,
                mirror.path("port").asInt(0),
                mirror.path("juniper-header").asBoolean(true),
                mirror.path("direction").asString("both"));
    }
}
