package net.minitrail.vrouter;

import java.io.IOException;
import java.util.Locale;
import java.util.function.Supplier;
import net.minitrail.net.runtime.ControlServer;
import net.minitrail.vrouter.cli.LoopQuery;
import net.minitrail.vrouter.control.ControllerLink;
import net.minitrail.vrouter.control.Controllers;
import net.minitrail.vrouter.forwarding.FibRoute;
import net.minitrail.vrouter.forwarding.NextHop;
import net.minitrail.vrouter.forwarding.VRouter;
import net.minitrail.vrouter.forwarding.Vif;
import net.minitrail.vrouter.forwarding.Vrf;
import net.minitrail.vrouter.oper.Agent;
import net.minitrail.vrouter.oper.OperInterface;
import net.minitrail.vrouter.oper.OperVrf;

/** The introspection pages of the agent: {@code GET /Snh_ItfReq} and its like, as XML. Thread-safe. */
final class Introspect {
    private final Agent agent;
    private final VRouter vrouter;
    private final Controllers controllers;
    private final LoopQuery query;

    Introspect(Agent agent, VRouter vrouter, Controllers controllers, LoopQuery query) {
        this.agent = agent;
        this.vrouter = vrouter;
        this.controllers = controllers;
        this.query = query;
    }

    void install(ControlServer server) {
        page(server, "ItfReq", this::interfaces);
        page(server, "VnListReq", this::networks);
        page(server, "VrfListReq", this::vrfs);
        page(server, "NhListReq", this::nextHops);
        page(server, "MplsReq", this::labels);
        page(server, "AgentXmppConnectionStatusReq", this::sessions);
        server.on("GET", "/Snh_Inet4UcRouteReq", request -> routes(request, true));
        server.on("GET", "/Snh_Inet6UcRouteReq", request -> routes(request, false));
    }

    private void page(ControlServer server, String name, Supplier<SandeshXml> page) {
        server.on(
                "GET",
                "/Snh_" + name,
                request -> request.reply(
                        200, "text/xml", query.ask(() -> page.get().toString())));
    }

    private void routes(ControlServer.Request request, boolean v4) throws IOException {
        String index = request.query("vrf_index");
        int wanted = index != null && index.matches("[0-9]{1,5}") ? Integer.parseInt(index) : 0;
        String text = query.ask(() -> {
            Vrf vrf = vrouter.vrfs().get(wanted);
            return vrf == null ? "" : routes(vrf, v4).toString();
        });
        request.reply(text.isEmpty() ? 404 : 200, "text/xml", text.isEmpty() ? "<error>no such VRF</error>" : text);
    }

    private SandeshXml interfaces() {
        var xml = new SandeshXml("ItfResp", "itf_list", "ItfSandeshData");
        for (Vif vif : vrouter.vifs().all()) {
            OperInterface oper = agent.interfaces().stream()
                    .filter(candidate -> candidate.vif() == vif)
                    .findFirst()
                    .orElse(null);
            xml.item()
                    .field("index", vif.index())
                    .field("name", vif.name())
                    .field("uuid", oper == null ? "" : oper.port().id().toString())
                    .field("vrf_name", oper == null ? "" : oper.vrf().name())
                    .field("active", "Active")
                    .field("type", oper == null ? vif.type().toString().toLowerCase(Locale.ROOT) : "vport")
                    .field("vn_name", oper == null ? "" : oper.vrf().networkName())
                    .field("vm_uuid", oper == null ? "" : oper.port().instance().toString())
                    .field("vm_name", oper == null ? "" : oper.port().displayName())
                    .field("ip_addr", vif.address().toString())
                    .field(
                            "mac_addr",
                            oper == null ? vif.mac().toString() : oper.mac().toString())
                    .field("label", oper == null ? -1 : oper.routeLabel())
                    .field("l2_label", oper == null ? -1 : oper.bridgeLabel());
        }
        return xml;
    }

    private SandeshXml networks() {
        var xml = new SandeshXml("VnListResp", "vn_list", "VnSandeshData");
        for (OperVrf vrf : agent.vrfs()) {
            xml.item()
                    .field("name", vrf.networkName())
                    .field("vrf_name", vrf.name())
                    .field("vxlan_id", vrf.networkId());
        }
        return xml;
    }

    private SandeshXml vrfs() {
        var xml = new SandeshXml("VrfListResp", "vrf_list", "VrfSandeshData");
        for (Vrf vrf : vrouter.vrfs().all()) {
            OperVrf oper = agent.vrf(vrf.name());
            xml.item()
                    .field("name", vrf.name())
                    .field("ucindex", vrf.index())
                    .field("vn", oper == null ? "" : oper.networkName());
        }
        return xml;
    }

    private SandeshXml nextHops() {
        var xml = new SandeshXml("NhListResp", "nh_list", "NhSandeshData");
        vrouter.nextHops().forEach((id, nextHop) -> {
            xml.item().field("type", nextHop.type()).field("nh_index", id);
            xml.field("ref_count", vrouter.nextHops().holders(id)).field("vrf", nextHop.vrf());
            if (nextHop instanceof NextHop.Tunnel tunnel) {
                xml.field("sip", tunnel.source().toString())
                        .field("dip", tunnel.destination().toString());
                xml.field("tunnel_type", RoutePage.encapsulation(tunnel));
            } else if (nextHop instanceof NextHop.Encap encap) {
                Vif vif = vrouter.vifs().get(encap.vif());
                xml.field("itf", vif == null ? "" : vif.name())
                        .field("mac", encap.destination().toString());
            }
        });
        return xml;
    }

    private SandeshXml labels() {
        var xml = new SandeshXml("MplsResp", "mpls_list", "MplsSandeshData");
        vrouter.labels()
                .forEach((label, nextHop) -> xml.item().field("label", label).field("nh_index", nextHop));
        return xml;
    }

    private SandeshXml sessions() {
        var xml = new SandeshXml("AgentXmppConnectionStatus", "peer", "AgentXmppData");
        for (ControllerLink link : controllers.links()) {
            xml.item()
                    .field("controller_ip", link.address().toString())
                    .field("state", link.isUp() ? "Established" : "Down")
                    .field("cfg_controller", link == controllers.source() ? "Yes" : "No");
        }
        return xml;
    }

    private SandeshXml routes(Vrf vrf, boolean v4) {
        var xml = new SandeshXml(v4 ? "Inet4UcRouteResp" : "Inet6UcRouteResp", "route_list", "RouteUcSandeshData");
        for (FibRoute route : vrf.table(v4).routes()) {
            NextHop nextHop = vrouter.nextHops().get(route.nextHop());
            xml.item()
                    .field("src_ip", route.prefix().address().toString())
                    .field("src_plen", route.prefix().length())
                    .field("src_vrf", vrf.name())
                    .field("nh_index", route.nextHop())
                    .field("nh_type", nextHop == null ? "Invalid" : nextHop.type())
                    .field("label", route.label());
            if (nextHop instanceof NextHop.Tunnel tunnel) {
                xml.field("dip", tunnel.destination().toString());
            }
        }
        return xml;
    }
}
