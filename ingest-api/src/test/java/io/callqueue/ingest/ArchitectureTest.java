package io.callqueue.ingest;

import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZonedDateTime;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

@AnalyzeClasses(packages = "io.callqueue.ingest", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule FEATURES_DEPEND_ON_EACH_OTHER_WITHOUT_CYCLES = slices()
            .matching("io.callqueue.ingest.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule WHAT_ALL_SHARE_KNOWS_NO_FEATURE = noClasses().that().resideInAPackage("..ingest.web..")
            .should().dependOnClassesThat().resideInAnyPackage("..ingest.accept..", "..ingest.bulk..",
                    "..ingest.status..", "..ingest.cancel..", "..ingest.queue..", "..ingest.health..",
                    "..ingest.webhook..", "..ingest.control..", "..ingest.dnc..");

    @ArchTest
    static final ArchRule TIME_COMES_FROM_THE_CLOCK = noClasses().should()
            .callMethod(System.class, "currentTimeMillis").orShould().callMethod(Instant.class, "now").orShould()
            .callMethod(LocalDateTime.class, "now").orShould().callMethod(OffsetDateTime.class, "now").orShould()
            .callMethod(ZonedDateTime.class, "now");

    @ArchTest
    static final ArchRule PLIVO_IS_NEVER_TALKED_TO = noClasses().should().dependOnClassesThat()
            .resideInAPackage("com.plivo..");
}
