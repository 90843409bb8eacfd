package io.muster.verify.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArchitectureTest {
    private static final JavaClasses PRODUCT = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .withImportOption(location -> !location.contains("/muster-testkit/"))
            .importPackages("io.muster");

    /** Which modules a module may use; everything else is forbidden. */
    private static final Map<String, List<String>> ALLOWED = Map.of(
            "wire", List.of(),
            "oauth", List.of("wire"),
            "authserver", List.of("wire", "oauth"),
            "valkey", List.of("wire", "oauth", "authserver", "gateway", "mcp"),
            "mcp", List.of("wire"),
            "gateway", List.of("wire", "mcp", "oauth"),
            "control", List.of("wire", "mcp", "oauth", "gateway"),
            "scenario", List.of("wire", "mcp", "oauth"),
            "cli", List.of("wire", "mcp", "oauth", "scenario"),
            "app", List.of("wire", "mcp", "oauth", "authserver", "valkey", "gateway", "control", "scenario", "cli"));

    /** Third-party packages and the only packages that may use them. */
    private static final Map<String, String> CONFINED = Map.ofEntries(
            Map.entry("tools.jackson..", "io.muster.nobody.."),
            Map.entry("org.snakeyaml..", "io.muster.wire.yaml.."),
            Map.entry("io.helidon..", "io.muster.wire.http.engine.."),
            Map.entry("org.apache.hc..", "io.muster.wire.outbound.."),
            Map.entry("picocli..", "io.muster.cli.syntax.."),
            Map.entry("com.nimbusds..", "io.muster.oauth.jose.."),
            Map.entry("redis.clients..", "io.muster.valkey.."),
            Map.entry("org.h2..", "io.muster.authserver.store.file.."),
            Map.entry("org.jline..", "io.muster.cli.repl.terminal.."),
            Map.entry("ch.qos.logback..", "io.muster.app.logging.."),
            Map.entry("sun.misc..", "io.muster.nobody.."));

    static List<String> modules() {
        return ALLOWED.keySet().stream().sorted().toList();
    }

    static List<String> confined() {
        return CONFINED.keySet().stream().sorted().toList();
    }

    @ParameterizedTest
    @MethodSource("modules")
    void a_module_uses_only_the_modules_below_it(String module) {
        var allowed = new java.util.ArrayList<>(ALLOWED.getOrDefault(module, List.of()).stream()
                .map(name -> "io.muster." + name + "..")
                .toList());
        allowed.add("io.muster." + module + "..");
        check(classes()
                .that()
                .resideInAPackage("io.muster." + module + "..")
                .should()
                .onlyDependOnClassesThat(
                        not(resideInAPackage("io.muster..")).or(resideInAnyPackage(allowed.toArray(String[]::new)))));
    }

    @ParameterizedTest
    @MethodSource("confined")
    void a_library_is_confined_to_one_package(String library) {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(CONFINED.getOrDefault(library, ""))
                .should()
                .dependOnClassesThat()
                .resideInAPackage(library));
    }

    @Test
    void packages_have_no_cycles() {
        check(slices().matching("io.muster.(*).(**)").should().beFreeOfCycles());
    }

    @Test
    void every_package_is_null_marked() {
        var unmarked = PRODUCT.stream()
                .map(type -> type.getPackage())
                .distinct()
                .filter(pack -> !pack.isAnnotatedWith(NullMarked.class))
                .map(pack -> pack.getName())
                .sorted()
                .toList();

        org.assertj.core.api.Assertions.assertThat(unmarked).isEmpty();
    }

    @Test
    void nothing_static_is_mutable() {
        check(fields().that()
                .areStatic()
                .and()
                .areDeclaredInClassesThat(not(nameMatching(".*\\$SwitchMap.*|.*\\$\\d+")))
                .should()
                .haveModifier(JavaModifier.FINAL));
    }

    @Test
    void time_comes_in_as_a_parameter() {
        check(noClasses()
                .that(not(resideInAPackage("io.muster.app..")).and(not(resideInAPackage("io.muster.wire.time.."))))
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .orShould()
                .callMethod(InstantSource.class, "system")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .because("tests move time by hand"));
    }

    @Test
    void nobody_sleeps() {
        check(noClasses()
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(Thread.class, "sleep", java.time.Duration.class)
                .because("waiting is the business of a Scheduler"));
    }

    @Test
    void the_environment_is_read_at_the_edge() {
        check(noClasses()
                .that(not(resideInAnyPackage("io.muster.app..", "io.muster.cli..")))
                .should()
                .callMethod(System.class, "getenv")
                .orShould()
                .callMethod(System.class, "getenv", String.class)
                .orShould()
                .callMethod(System.class, "getProperty", String.class));
    }

    @Test
    void revisions_of_the_protocol_stay_in_its_module() {
        check(noClasses()
                .that(not(resideInAPackage("io.muster.mcp..")))
                .should()
                .callMethod(io.muster.mcp.Revision.class, "era")
                .orShould()
                .callMethod(io.muster.mcp.Revision.class, "atLeast", io.muster.mcp.Revision.class)
                .because("the core has the shape of the newest revision and never asks for one"));
    }

    @Test
    void pure_decisions_know_no_effects() {
        check(noClasses()
                .that()
                .haveSimpleNameEndingWith("Machine")
                .or()
                .haveSimpleNameEndingWith("Projection")
                .or()
                .resideInAPackage("io.muster.gateway.search..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "java.io..", "java.net..", "java.nio.file..", "java.util.concurrent..", "org.slf4j.."));
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(PRODUCT);
    }
}
