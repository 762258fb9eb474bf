package io.callqueue.dispatcher;

import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

class StructureTest {
    private static final JavaClasses CODE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("io.callqueue.dispatcher");

    @Test
    void feature_packages_have_no_cycles() {
        slices().matching("io.callqueue.dispatcher.(*)..").should().beFreeOfCycles().check(CODE);
    }

    @Test
    void features_do_not_know_how_they_are_wired() {
        noClasses().that().resideInAPackage("io.callqueue.dispatcher.*..").should().dependOnClassesThat()
                .resideInAPackage("io.callqueue.dispatcher").check(CODE);
    }

    @Test
    void only_the_plivo_package_knows_plivos_library() {
        noClasses().that().resideOutsideOfPackage("io.callqueue.dispatcher.plivo").should().dependOnClassesThat()
                .resideInAnyPackage("com.plivo..", "okio..", "retrofit2..", "com.fasterxml.jackson.core..",
                        "com.fasterxml.jackson.databind..")
                .check(CODE);
    }

    @Test
    void only_the_wiring_knows_the_clocks_of_the_machine() {
        noClasses().that().areNotAssignableTo(Wiring.class).should().callMethod(Instant.class, "now").orShould()
                .callMethod(System.class, "currentTimeMillis").orShould().callMethod(System.class, "nanoTime")
                .orShould().callMethod(InstantSource.class, "system").orShould()
                .callMethod(Clock.class, "systemUTC").check(CODE);
    }

    @Test
    void only_the_dispatchers_own_features_touch_leases() {
        noClasses().that().resideInAnyPackage("io.callqueue.dispatcher.intake", "io.callqueue.dispatcher.plivo",
                "io.callqueue.dispatcher.screening", "io.callqueue.dispatcher.voicebot").should().dependOnClassesThat()
                .resideInAPackage("io.callqueue.dispatcher.admission").check(CODE);
    }
}
