package io.apfw.agent.arch;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchRule;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The rules by name, each for the packages below a root: {@code io.apfw}, or the deliberately
 * broken copy that shows that the rule can fail.
 */
final class Rules {
  /** Packages that know neither each other nor what wires them together. */
  static final Set<String> ADAPTERS =
      Set.of(
          "agent.config", "agent.ops", "agent.scripts", "agent.tls", "link.dtls", "link.transport");

  private static final Set<String> JAVA_PACKAGES =
      Set.of(
          "java.lang",
          "java.lang.annotation",
          "java.lang.invoke",
          "java.lang.runtime",
          "java.nio",
          "java.nio.charset",
          "java.time",
          "java.time.temporal",
          "java.util",
          "java.util.function",
          "java.util.regex",
          "java.util.stream");

  private static final Set<String> IMPURE_CLASSES =
      Set.of(
          "java.lang.Process",
          "java.lang.ProcessBuilder",
          "java.lang.ProcessHandle",
          "java.lang.Runtime",
          "java.lang.System$Logger",
          "java.lang.Thread",
          "java.lang.ThreadLocal",
          "java.time.Clock",
          "java.time.InstantSource",
          "java.util.Random",
          "java.util.Scanner",
          "java.util.ServiceLoader",
          "java.util.SplittableRandom",
          "java.util.Timer",
          "java.util.TimerTask");

  private static final Set<String> PURE_SYSTEM_METHODS =
      Set.of("arraycopy", "identityHashCode", "lineSeparator");

  private Rules() {}

  static Map<String, Function<String, ArchRule>> byName() {
    Map<String, Function<String, ArchRule>> rules = new LinkedHashMap<>();
    rules.put("wire knows no wtp", root -> strangers(root, ".capwap.wire..", ".capwap.wtp.."));
    rules.put(
        "wire knows no exchange", root -> strangers(root, ".capwap.wire..", ".capwap.exchange.."));
    rules.put(
        "exchange knows no wtp", root -> strangers(root, ".capwap.exchange..", ".capwap.wtp.."));
    rules.put("update knows no CAPWAP", root -> strangers(root, ".update..", ".capwap.."));
    rules.put("the cloud check knows no CAPWAP", root -> strangers(root, ".cloud..", ".capwap.."));
    rules.put("storage knows no CAPWAP", root -> strangers(root, ".storage..", ".capwap.."));
    rules.put(
        "the state machines know no storage",
        root -> noClasses().that(core(root)).should().dependOnClassesThat(in(root, ".storage..")));
    rules.put("the fetchers know no agent", root -> strangers(root, ".fetch..", ".agent.."));
    rules.put("the link knows no agent", root -> strangers(root, ".link..", ".agent.."));
    rules.put("the drills know no agent", root -> strangers(root, ".drills..", ".agent.."));
    rules.put("the state machines use pure classes only", Rules::pureClasses);
    rules.put("the state machines call nothing impure", Rules::pureCalls);
    for (String adapter : ADAPTERS) {
      rules.put("adapter " + adapter + " stands alone", root -> alone(root, adapter));
    }
    rules.put(
        "the agent's packages have no cycles",
        root -> slices().matching(root + ".agent.(*)..").should().beFreeOfCycles());
    return rules;
  }

  private static ArchRule strangers(String root, String ignorant, String unknown) {
    return noClasses().that(in(root, ignorant)).should().dependOnClassesThat(in(root, unknown));
  }

  private static ArchRule alone(String root, String adapter) {
    String own = root + "." + adapter + "..";
    return noClasses()
        .that()
        .resideInAPackage(own)
        .should()
        .dependOnClassesThat(
            in(root, ".agent..").or(in(root, ".link..")).and(resideOutsideOfPackage(own)));
  }

  static ArchRule pureClasses(String root) {
    return classes().that(core(root)).should().onlyDependOnClassesThat(core(root).or(PURE));
  }

  static ArchRule pureCalls(String root) {
    return noClasses().that(core(root)).should().accessTargetWhere(IMPURE_ACCESS);
  }

  private static DescribedPredicate<JavaClass> core(String root) {
    return in(root, ".capwap..")
        .or(in(root, ".cloud.."))
        .or(in(root, ".update.."))
        .or(in(root, ".report.."))
        .or(in(root, ".machine.."));
  }

  private static DescribedPredicate<JavaClass> in(String root, String below) {
    return resideInAnyPackage(root + below);
  }

  private static final DescribedPredicate<JavaClass> PURE =
      DescribedPredicate.describe(
          "are pure",
          type -> {
            JavaClass base = type.getBaseComponentType();
            return base.isPrimitive()
                || base.getPackageName().startsWith("org.jspecify")
                || (JAVA_PACKAGES.contains(base.getPackageName())
                    && !IMPURE_CLASSES.contains(base.getName()));
          });

  private static final DescribedPredicate<JavaAccess<?>> IMPURE_ACCESS =
      DescribedPredicate.describe(
          "is a clock, a random number, the environment or the console",
          access -> {
            AccessTarget target = access.getTarget();
            String owner = target.getOwner().getName();
            String name = target.getName();
            return switch (owner) {
              case "java.lang.System" -> !PURE_SYSTEM_METHODS.contains(name);
              case "java.lang.Math", "java.lang.StrictMath" -> name.equals("random");
              case "java.util.UUID" -> name.equals("randomUUID");
              case "java.util.Collections" ->
                  name.equals("shuffle") && target.getFullName().endsWith("(java.util.List)");
              default -> owner.startsWith("java.time.") && name.equals("now");
            };
          });
}
