// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The dependency rule holds, and each of its locks is seen to close on a planted violation. */
class ArchitectureTest {
  private static final String PLANTED = "org.parley.itest.planted";
  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(
              location -> !location.contains("/itest/") && !location.contains("/test-classes/"))
          .importPackages("org.parley");
  private static final JavaClasses VIOLATIONS = new ClassFileImporter().importPackages(PLANTED);

  static Stream<String> rules() {
    return new Rules("org.parley").all().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("rules")
  void holds(String rule) {
    new Rules("org.parley").all().get(rule).check(HOUSE);
  }

  @Test
  void theWholeHouseIsLookedAt() {
    for (String room :
        new String[] {
          "api.record",
          "core.event",
          "core.imports",
          "core.plugin",
          "core.record",
          "core.rest",
          "core.search",
          "core.security",
          "core.store",
          "core.web",
          "core.wiring"
        }) {
      assertThat(
              HOUSE.stream()
                  .anyMatch(type -> type.getPackageName().startsWith("org.parley." + room)))
          .as(room)
          .isTrue();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "rooms have no cycles,                                    core.left",
    "SQL and JPA stay in store,                               LedgerOfItsOwn",
    "JAX-RS stays in rest,                                    ResourceOutsideRest",
    "no util packages,                                        util",
    "'no Impl, no I-names',                                   GreeterImpl",
    "'no Impl, no I-names',                                   IGreeter",
    "no network's name in core or api,                        TwitterInbox",
    "no network's name in core or api,                        XInbox",
    "rooms meet at their contracts,                           PastTheContract",
    "the API stands on the JDK and OSGi annotations alone,    LeaningApi",
    "plugins never touch core,                                NosyPlugin"
  })
  void closesOnAViolation(String rule, String culprit) {
    var result = new Rules(PLANTED).all().get(rule).evaluate(VIOLATIONS);
    assertThat(result.hasViolation()).isTrue();
    assertThat(String.join("\n", result.getFailureReport().getDetails())).contains(culprit);
  }

  @Test
  void leavesTheInnocentAlone() {
    for (var rule : new Rules(PLANTED).all().entrySet()) {
      assertThat(rule.getValue().evaluate(VIOLATIONS).getFailureReport().toString())
          .as(rule.getKey())
          .doesNotContain("Innocent");
    }
  }
}
