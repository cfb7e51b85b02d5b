// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The house's dependency rule, below a root package: the real one, or one where violations are
 * planted to see each rule fail.
 */
final class Rules {
  private static final Set<String> NETWORKS =
      Set.of(
          "twitter",
          "facebook",
          "instagram",
          "whatsapp",
          "linkedin",
          "telegram",
          "reddit",
          "mastodon",
          "bluesky",
          "youtube",
          "tiktok",
          "discord",
          "discourse",
          "messenger",
          "x");

  private final String root;

  Rules(String root) {
    this.root = root;
  }

  Map<String, ArchRule> all() {
    Map<String, ArchRule> rules = new TreeMap<>();
    rules.put(
        "rooms have no cycles", slices().matching(core() + "(*)..").should().beFreeOfCycles());
    rules.put(
        "SQL and JPA stay in store",
        onlyIn(
            "store",
            "javax.persistence..",
            "java.sql..",
            "javax.sql..",
            "org.eclipse.persistence.."));
    rules.put("JAX-RS stays in rest", onlyIn("rest", "javax.ws.rs..", "org.apache.cxf.."));
    rules.put("no util packages", noUtilPackages());
    rules.put("no Impl, no I-names", noEmptyNames());
    rules.put("no network's name in core or api", noNetworks());
    rules.put("rooms meet at their contracts", contractsOnly());
    rules.put("the API stands on the JDK and OSGi annotations alone", api());
    rules.put("plugins never touch core", plugins());
    rules.replaceAll((name, rule) -> rule.as(name).allowEmptyShould(true));
    return rules;
  }

  private String core() {
    return root + ".core.";
  }

  private ArchRule onlyIn(String room, String... packages) {
    return noClasses()
        .that(resideInAnyPackage(root + ".."))
        .and(resideOutsideOfPackages(core() + room + ".."))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(packages);
  }

  private ArchRule noUtilPackages() {
    return noClasses()
        .should()
        .resideInAnyPackage("..util..", "..utils..", "..helper..", "..helpers..", "..misc..");
  }

  private ArchRule noEmptyNames() {
    return noClasses()
        .should()
        .haveNameMatching(
            ".*[.$]([A-Za-z0-9]+Impl|I[A-Z][a-z][A-Za-z0-9]*|[A-Za-z0-9]*(Util|Utils|Helper|Manager))");
  }

  private ArchRule noNetworks() {
    return noClasses()
        .that(resideInAnyPackage(core() + ".", root + ".core..", root + ".api..", root + ".spi.."))
        .should(
            new ArchCondition<JavaClass>("carry the name of a network") {
              @Override
              public void check(JavaClass type, ConditionEvents events) {
                words(type)
                    .filter(NETWORKS::contains)
                    .forEach(
                        word ->
                            events.add(
                                SimpleConditionEvent.satisfied(
                                    type, type.getName() + " names " + word)));
              }
            });
  }

  /** The words of a class's package and name: {@code a.b.XInbox} has a, b, x and inbox. */
  private java.util.stream.Stream<String> words(JavaClass type) {
    String below = type.getName().substring(root.length());
    return Arrays.stream(below.split("[.$_]|(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])"))
        .map(word -> word.toLowerCase(Locale.ROOT));
  }

  private ArchRule contractsOnly() {
    return classes()
        .that(resideInAnyPackage(root + ".core.."))
        .should(
            new ArchCondition<JavaClass>("use other rooms only through their contracts") {
              @Override
              public void check(JavaClass type, ConditionEvents events) {
                type.getDirectDependenciesFromSelf().stream()
                    .filter(Rules.this::passesBehindAContract)
                    .forEach(
                        use ->
                            events.add(SimpleConditionEvent.violated(type, use.getDescription())));
              }
            });
  }

  private boolean passesBehindAContract(Dependency use) {
    String target = use.getTargetClass().getPackageName();
    String room = room(target);
    return room != null
        && !room.equals(room(use.getOriginClass().getPackageName()))
        && !target.equals(core() + room);
  }

  private String room(String name) {
    if (!name.startsWith(core())) {
      return null;
    }
    String rest = name.substring(core().length());
    return rest.contains(".") ? rest.substring(0, rest.indexOf('.')) : rest;
  }

  private ArchRule api() {
    DescribedPredicate<JavaClass> allowed =
        resideInAnyPackage("java..", "org.osgi.annotation..", root + ".api..", root + ".spi..");
    return classes()
        .that(resideInAnyPackage(root + ".api..", root + ".spi.."))
        .should()
        .onlyDependOnClassesThat(allowed);
  }

  private ArchRule plugins() {
    return noClasses()
        .that(resideInAnyPackage(root + ".plugins..", root + ".plugin.."))
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(root + ".core..");
  }
}
