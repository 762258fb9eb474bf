package io.callqueue;

import java.time.Clock;
import java.time.Instant;
import java.util.Random;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

/** Which way dependencies point, and where time and chance come from. */
@AnalyzeClasses(packages = "io.callqueue", importOptions = {DoNotIncludeTests.class, ArchitectureTest.ThisModule.class})
class ArchitectureTest {

    /** The servers of the tests are on the path too. */
    static final class ThisModule implements ImportOption {
        @Override
        public boolean includes(Location location) {
            return !location.contains("/io/callqueue/infra/");
        }
    }

    @ArchTest
    static final ArchRule dependencies_point_one_way = layeredArchitecture().consideringOnlyDependenciesInLayers()
            .layer("codec").definedBy("io.callqueue.codec").layer("call").definedBy("io.callqueue.call")
            .layer("request").definedBy("io.callqueue.request").layer("event").definedBy("io.callqueue.event")
            .layer("topic").definedBy("io.callqueue.topic").layer("store").definedBy("io.callqueue.store")
            .layer("kafka").definedBy("io.callqueue.kafka").layer("webhook").definedBy("io.callqueue.webhook")
            .layer("startup").definedBy("io.callqueue.startup").layer("window").definedBy("io.callqueue.window")
            .whereLayer("codec").mayNotAccessAnyLayer().whereLayer("window").mayNotAccessAnyLayer()
            .whereLayer("call").mayNotAccessAnyLayer().whereLayer("request")
            .mayOnlyAccessLayers("call", "codec", "window")
            .whereLayer("event").mayOnlyAccessLayers("call", "request").whereLayer("topic")
            .mayOnlyAccessLayers("call", "request").whereLayer("webhook").mayOnlyAccessLayers("call", "topic")
            .whereLayer("store").mayOnlyAccessLayers("call", "request", "codec").whereLayer("kafka")
            .mayOnlyAccessLayers("call", "request", "event", "topic", "codec").whereLayer("startup")
            .mayOnlyAccessLayers("store", "kafka");

    @ArchTest
    static final ArchRule packages_are_free_of_cycles = slices().matching("io.callqueue.(*)..").should()
            .beFreeOfCycles();

    @ArchTest
    static final ArchRule what_a_call_is_knows_neither_kafka_nor_redis = noClasses().that()
            .resideInAnyPackage("io.callqueue.call", "io.callqueue.request", "io.callqueue.event").should()
            .dependOnClassesThat().resideInAnyPackage("org.apache.kafka..", "io.lettuce..", "org.springframework..");

    @ArchTest
    static final ArchRule time_is_passed_in = noClasses().should().callMethod(Instant.class, "now").orShould()
            .callMethod(System.class, "currentTimeMillis").orShould().callMethod(Clock.class, "systemUTC").orShould()
            .callMethod(Clock.class, "systemDefaultZone");

    @ArchTest
    static final ArchRule chance_is_passed_in = noClasses().should().callConstructor(Random.class).orShould()
            .callMethod(Math.class, "random")
            .orShould().dependOnClassesThat().haveFullyQualifiedName("java.util.concurrent.ThreadLocalRandom");
}
