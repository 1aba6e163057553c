package org.bnnlab.tests;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may know whom, and what no class of the project may be. */
class ArchitectureRulesTest {
  private static final Set<String> JAVA = Set.of("java..", "org.jspecify..");
  private static final Set<String> VECTORS = Set.of("jdk.incubator.vector..");
  private static final Set<String> TENSORS = Set.of("ai.djl..");
  private static final Set<String> INJECTION = Set.of("com.google.inject..", "jakarta.inject..");
  private static final Set<String> ARCHIVES = Set.of("org.apache.commons.compress..");

  /** The JDK's decoder of images, where libjpeg-turbo is missing. */
  private static final Set<String> IMAGES = Set.of("javax.imageio..");

  private static final Set<String> API = Set.of("org.bnnlab.api..");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new DoNotIncludeTests())
          .importPackages("org.bnnlab");

  /** Everything a module may know besides itself; the bench, which may know all, is not here. */
  static Stream<Arguments> directions() {
    return Stream.of(
        Arguments.of("api", Set.of(JAVA, TENSORS, INJECTION)),
        Arguments.of("methods", Set.of(JAVA, TENSORS, INJECTION, API)),
        Arguments.of("models", Set.of(JAVA, TENSORS, INJECTION, API)),
        Arguments.of("data", Set.of(JAVA, TENSORS, ARCHIVES, IMAGES)),
        Arguments.of("runtime", Set.of(JAVA, VECTORS)));
  }

  @ParameterizedTest
  @MethodSource("directions")
  void a_module_knows_only_what_lies_below_it(String module, Set<Set<String>> below) {
    var itself = "org.bnnlab." + module + "..";
    var known = Stream.concat(Stream.of(itself), below.stream().flatMap(Set::stream));
    check(
        classes()
            .that()
            .resideInAPackage(itself)
            .should()
            .onlyDependOnClassesThat()
            .resideInAnyPackage(known.toArray(String[]::new)));
  }

  @Test
  void nobody_knows_the_bench() {
    check(
        noClasses()
            .that()
            .resideOutsideOfPackage("org.bnnlab.bench..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.bnnlab.bench.."));
  }

  @Test
  void only_the_engine_of_djl_knows_that_it_is_pytorch() {
    check(noClasses().should().dependOnClassesThat().resideInAPackage("ai.djl.pytorch.."));
  }

  /** See {@code Tensors.times}: the backward pass would read memory that the JVM has freed. */
  @ParameterizedTest
  @ValueSource(strings = {"mul", "div", "pow", "maximum", "minimum"})
  void no_graph_holds_a_number_in_memory_of_the_jvm(String operation) {
    check(
        noClasses()
            .that()
            .resideInAnyPackage("org.bnnlab.api..", "org.bnnlab.models..", "org.bnnlab.methods..")
            .should()
            .callMethod(NDArray.class, operation, Number.class));
  }

  @Test
  void packages_form_no_cycles() {
    check(slices().matching("org.bnnlab.(**)").should().beFreeOfCycles());
  }

  @Test
  void no_state_is_static() {
    check(fields().that().areStatic().should().beFinal());
  }

  @Test
  void names_say_what_a_class_is() {
    check(noClasses().should().haveNameMatching(".*(Manager|Helper|Utils?|Impl)"));
  }

  @Test
  void every_package_says_what_may_be_null() {
    var unmarked =
        CLASSES.getPackage("org.bnnlab").getSubpackagesInTree().stream()
            .filter(ArchitectureRulesTest::holdsTypes)
            .filter(contents -> !contents.isAnnotatedWith(NullMarked.class))
            .map(JavaPackage::getName);

    assertThat(unmarked).as("packages without @NullMarked in their package-info.java").isEmpty();
  }

  private static boolean holdsTypes(JavaPackage contents) {
    return contents.getClasses().stream()
        .anyMatch(type -> !type.getSimpleName().equals("package-info"));
  }

  /** Holds too where nothing is there yet to be checked: modules grow one after another. */
  private static void check(ArchRule rule) {
    rule.allowEmptyShould(true).check(CLASSES);
  }
}
