package net.minitrail.xmpp;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

@AnalyzeClasses(packages = "net.minitrail.xmpp", importOptions = DoNotIncludeTests.class)
class WallsTest {
    @ArchTest
    static final ArchRule stanzas_are_pure = noClasses()
            .that()
            .resideInAPackage("..xmpp.stanza..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.netty..", "java.util.concurrent..", "java.net..");

    @ArchTest
    static final ArchRule streams_own_no_socket = noClasses()
            .that()
            .resideInAPackage("..xmpp.stream..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.netty..", "java.util.concurrent..", "java.net..");

    @ArchTest
    static final ArchRule no_cycles =
            slices().matching("net.minitrail.xmpp.(*)..").should().beFreeOfCycles();
}
