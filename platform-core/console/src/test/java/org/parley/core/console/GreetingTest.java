// SPDX-License-Identifier: Apache-2.0
package org.parley.core.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class GreetingTest {

  @Test
  void saysWhereAndAsWhom() {
    assertThat(Greeting.text("1.0", "http://localhost:8181/", "admin", Duration.ofMillis(3_450)))
        .contains("Parley 1.0 is ready (3.5 s).")
        .contains("http://localhost:8181/")
        .contains("admin");
  }
}
