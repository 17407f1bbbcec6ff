package net.minitrail.itests;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;

/** The walls of docs/ARCHITECTURE.md. */
@AnalyzeClasses(packages = "net.minitrail", importOptions = DoNotIncludeTests.class)
class ModuleBoundariesTest {
    private static final String[] NETTY_AND_THREADS = {"io.netty..", "java.util.concurrent.."};

    @ArchTest
    static final ArchRule values_know_the_jdk_and_guava_only = noClasses()
            .that()
            .resideInAPackage("net.minitrail.net")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("net.minitrail.net.*..", "io.netty..", "tools.jackson..", "org.slf4j..");

    @ArchTest
    static final ArchRule state_machine_and_tables_know_no_sockets_and_no_threads = noClasses()
            .that()
            .resideInAnyPackage("net.minitrail.bgp.fsm..", "net.minitrail.bgp.rib..", "net.minitrail.bgp.vpn..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(NETTY_AND_THREADS);

    @ArchTest
    static final ArchRule stanzas_know_no_sockets_and_no_threads = noClasses()
            .that()
            .resideInAPackage("net.minitrail.xmpp.stanza..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(NETTY_AND_THREADS);

    @ArchTest
    static final ArchRule bgp_does_not_see_xmpp = noClasses()
            .that()
            .resideInAPackage("net.minitrail.bgp..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("net.minitrail.xmpp..");

    @ArchTest
    static final ArchRule xmpp_does_not_see_bgp = noClasses()
            .that()
            .resideInAPackage("net.minitrail.xmpp..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("net.minitrail.bgp..");

    @ArchTest
    static final ArchRule no_node_sees_another = slices().matching("net.minitrail.(controller|vrouter|gateway)..")
            .should()
            .notDependOnEachOther();

    @ArchTest
    static final ArchRule nothing_below_sees_the_lab = noClasses()
            .that()
            .resideOutsideOfPackage("net.minitrail.lab..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("net.minitrail.lab..");

    @ArchTest
    static final ArchRule no_cycles =
            slices().matching("net.minitrail.(**)").should().beFreeOfCycles();

    /** A clock that steps by an hour ends no session and ages no flow: what waits, waits by {@link System#nanoTime}. */
    @ArchTest
    static final ArchRule timers_do_not_look_at_the_wall_clock = noClasses()
            .that()
            .resideInAnyPackage(
                    "net.minitrail.bgp..",
                    "net.minitrail.xmpp..",
                    "net.minitrail.vrouter..",
                    "net.minitrail.gateway..",
                    "net.minitrail.controller.peer..",
                    "net.minitrail.controller.routing..")
            .should()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(Instant.class, "now")
            .orShould()
            .callMethod(Clock.class, "systemUTC");

    @ArchTest
    static final ArchRule messages_are_immutable = fields().that()
            .areDeclaredInClassesThat()
            .resideInAnyPackage("net.minitrail.xmpp.stanza..")
            .and()
            .areDeclaredInClassesThat()
            .areRecords()
            .should()
            .beFinal();
}
