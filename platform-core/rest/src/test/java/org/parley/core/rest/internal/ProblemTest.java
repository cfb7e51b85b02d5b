// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.FieldError;
import org.parley.api.error.ParleyException;

class ProblemTest {
  @ParameterizedTest
  @CsvSource({
    "BAD_REQUEST,400", "LOGIN_REQUIRED,401", "FORBIDDEN,403", "NOT_FOUND,404", "CONFLICT,409",
    "STALE,412", "TOO_LARGE,413", "MEDIA_TYPE,415", "INVALID,422", "TOO_MANY,429",
    "UNAVAILABLE,503", "INTERNAL,500"
  })
  void aKindIsAStatus(ErrorKind kind, int status) {
    assertThat(Problem.of(new ParleyException(kind, "code", "Detail.")).status()).isEqualTo(status);
  }

  @ParameterizedTest
  @EnumSource(ErrorKind.class)
  void onlyOurOwnFaultIsUnexpected(ErrorKind kind) {
    assertThat(Problem.of(new ParleyException(kind, "code", "Detail.")).unexpected())
        .isEqualTo(kind == ErrorKind.INTERNAL);
  }

  @Test
  void aKnownFailureIsFoundInsideWhatALibraryWrapped() {
    Exception wrapped =
        new RuntimeException(new IllegalStateException(ParleyException.notFound("Gone.")));
    assertThat(Problem.of(wrapped).status()).isEqualTo(404);
    assertThat(Problem.of(new RuntimeException(new BodyTooLarge(1024 * 1024))).status())
        .isEqualTo(413);
  }

  @Test
  void anUnknownFailureTellsNothingOfItself() {
    String json =
        new String(
            Problem.of(new IllegalStateException("secret")).json("7"), StandardCharsets.UTF_8);
    assertThat(json).contains("\"status\":500", "\"request\":\"7\"").doesNotContain("secret");
  }

  @Test
  void culpritsAreNamedOneByOne() {
    ParleyException failure =
        ParleyException.invalid(
            List.of(
                new FieldError("email", "wrong_kind", "No email address."),
                new FieldError("a.json", "syntax", "No.", 7, "/fields/2")));
    assertThat(new String(Problem.of(failure).json(null), StandardCharsets.UTF_8))
        .isEqualTo(
            "{\"type\":\"https://parley.example/problems/invalid\",\"title\":\"Invalid\","
                + "\"status\":422,\"code\":\"invalid\",\"detail\":\"No email address.\","
                + "\"errors\":[{\"field\":\"email\",\"code\":\"wrong_kind\","
                + "\"message\":\"No email address.\"},{\"field\":\"a.json\",\"code\":\"syntax\","
                + "\"message\":\"No.\",\"line\":7,\"pointer\":\"/fields/2\"}]}");
  }
}
