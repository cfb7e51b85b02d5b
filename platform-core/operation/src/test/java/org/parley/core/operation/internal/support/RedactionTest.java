// SPDX-License-Identifier: Apache-2.0
package org.parley.core.operation.internal.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionTest {
  private final Redaction redaction = new Redaction(List.of("s3", "s3cr et", ""));

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://db/parley?user=p&password=SECRET&ssl=true",
        "jdbc:postgresql://p:SECRET@db:5432/parley",
        "Parley: first administrator is \"admin\", password: SECRET",
        "Authorization: Bearer SECRET",
        "Cookie: parley_session=SECRET; other=1",
        "{\"password\":\"SECRET\"}",
        "-Dmail.password=SECRET -Xmx512m",
        "token aB3dE5fG7hI9jK1lM3nO5pQ7rS9tU1vW3xY5zSECRET",
        "the s3cr et one SECRET@example.com",
        "filter=email%3D%3DSECRET%40example.com",
      })
  void takesOutWhatNobodyElseMayRead(String line) {
    assertThat(redaction.of(line)).doesNotContain("SECRET", "s3cr", "example.com");
  }

  @Test
  void takesOutRandomWordsAndPhoneNumbers() {
    assertThat(redaction.of("session Kx2pQ9vLmN4rT7wZ1aB5cD8eF3gH6jK0yU-_sW9o is gone"))
        .isEqualTo("session <removed> is gone");
    assertThat(redaction.of("called +44 20 7946 0000 twice")).isEqualTo("called <phone> twice");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2026-11-26T16:08:29,307 ERROR [FelixStartLevel] BootFeaturesInstaller: Error installing",
        "    at"
            + " org.apache.karaf.features.internal.service.FeaturesServiceImpl.doProvision(X.java:10)",
        "GET /api/v1/records/contact/12 200 3 ms 4711 bytes user 1 request 09af09af09af09af",
        "PARLEY_TLS_PASSWORD = not set; no default",
        "PARLEY_ADMIN_PASSWORD = set, not shown",
        "   1:        141166       19699496  [B (java.base@17.0.15)",
        "-Dparley.data=/srv/parley/data -Xmx512m",
      })
  void leavesWhatHelps(String line) {
    assertThat(redaction.of(line)).isEqualTo(line);
  }
}
