package io.apfw.agent.arch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** {@link Rules} hold for apfw, and each fails where it is broken on purpose. */
class ArchitectureTest {
  private static final String BROKEN = "io.apfw.agent.arch.broken";

  private static final JavaClasses APFW =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("io.apfw");

  private static final JavaClasses BROKEN_CLASSES = new ClassFileImporter().importPackages(BROKEN);

  @TestFactory
  Stream<DynamicTest> ruleHolds() {
    return Rules.byName().entrySet().stream()
        .map(
            rule ->
                DynamicTest.dynamicTest(
                    rule.getKey(), () -> rule.getValue().apply("io.apfw").check(APFW)));
  }

  @TestFactory
  Stream<DynamicTest> ruleCanFail() {
    return Rules.byName().entrySet().stream()
        .map(
            rule ->
                DynamicTest.dynamicTest(
                    rule.getKey(),
                    () ->
                        assertThatThrownBy(
                                () -> rule.getValue().apply(BROKEN).check(BROKEN_CLASSES))
                            .isInstanceOf(AssertionError.class)
                            .hasMessageContaining(BROKEN)));
  }

  @Test
  void eachImpureThingIsSeen() {
    assertThatThrownBy(() -> Rules.pureCalls(BROKEN).check(BROKEN_CLASSES))
        .hasMessageContainingAll(
            "Instant.now", "System.nanoTime", "System.currentTimeMillis", "Math.random");
    assertThatThrownBy(() -> Rules.pureClasses(BROKEN).check(BROKEN_CLASSES))
        .hasMessageContainingAll(
            "java.lang.Thread",
            "java.net.DatagramSocket",
            "java.nio.file.Files",
            "java.lang.System$Logger",
            "java.util.concurrent.ThreadLocalRandom");
  }

  @Test
  void everyModuleIsLookedAt() {
    assertThat(APFW.stream().map(type -> type.getPackageName()))
        .contains(
            "io.apfw.capwap.wire",
            "io.apfw.capwap.exchange",
            "io.apfw.capwap.wtp",
            "io.apfw.update",
            "io.apfw.storage.slot",
            "io.apfw.drills",
            "io.apfw.fetch",
            "io.apfw.link",
            "io.apfw.agent.scripts")
        .noneMatch(name -> name.startsWith(BROKEN));
  }
}
