// SPDX-License-Identifier: Apache-2.0
package org.parley.openid;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.parley.api.security.Principal;
import org.parley.spi.record.Draft;

class CheckedProviderTest {
  private static String veto(String issuer, String scopes) {
    Draft draft =
        new Draft(
            Draft.Operation.CREATE,
            "openid_provider",
            Optional.empty(),
            Map.of("issuer", issuer, "scopes", scopes),
            Principal.SYSTEM);
    return new CheckedProvider().before(draft, null).veto();
  }

  @Test
  void whatCannotBeTrustedIsRefusedWithItsReason() {
    assertThat(veto("http://login.example.com", "openid")).contains("https://");
    assertThat(veto("https://login.example.com?x=1", "openid")).contains("neither");
    assertThat(veto("https://login.example.com#x", "openid")).contains("neither");
    assertThat(veto("https://login.example.com", "profile email")).contains("openid");
  }

  @Test
  void whatCanBeTrustedIsTaken() {
    assertThat(veto("https://login.example.com/realms/a", "openid profile")).isNull();
    assertThat(veto("http://localhost:8080/realms/a", "openid")).isNull();
    assertThat(veto("http://127.0.0.1:8080", "email openid")).isNull();
  }
}
