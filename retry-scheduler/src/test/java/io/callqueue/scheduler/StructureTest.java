package io.callqueue.scheduler;

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
            .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("io.callqueue.scheduler");

    @Test
    void feature_packages_have_no_cycles() {
        slices().matching("io.callqueue.scheduler.(*)..").should().beFreeOfCycles().check(CODE);
    }

    @Test
    void features_do_not_know_how_they_are_wired() {
        noClasses().that().resideInAPackage("io.callqueue.scheduler.*..").should().dependOnClassesThat()
                .resideInAPackage("io.callqueue.scheduler").check(CODE);
    }

    @Test
    void only_the_wiring_knows_the_clock_of_the_machine() {
        noClasses().that().areNotAssignableTo(Wiring.class).should().callMethod(Instant.class, "now").orShould()
                .callMethod(System.class, "currentTimeMillis").orShould().callMethod(InstantSource.class, "system")
                .orShould().callMethod(Clock.class, "systemUTC").orShould()
                .callMethod(Thread.class, "sleep", long.class)
                .check(CODE);
    }
}
