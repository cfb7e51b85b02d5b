// SPDX-License-Identifier: Apache-2.0
package org.parley.core.operation.internal.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SettingsCheckTest {
  @TempDir Path directory;

  @Test
  void whatExistsAndFitsIsFine() {
    assertThat(
            SettingsCheck.complaints(
                Map.of(
                    "PARLEY_HTTP_PORT", "8181",
                    "PARLEY_BASE_PATH", "/crm",
                    "PARLEY_TRUSTED_PROXIES", "10.0.0.7,192.168.0.0/16,::1",
                    "PARLEY_DEMO", "",
                    "PATH", "/bin",
                    "PARLEYVOUS", "français")))
        .isEmpty();
  }

  @Test
  void anUnknownNameIsNamedWithTheNearestKnownOne() {
    assertThat(SettingsCheck.complaints(Map.of("PARLEY_HTTP_PROT", "8181")))
        .containsExactly(
            "There is no setting PARLEY_HTTP_PROT. The nearest there is: PARLEY_HTTP_PORT.");
  }

  @ParameterizedTest
  @CsvSource({
    "PARLEY_HTTP_PORT,http",
    "PARLEY_HTTP_PORT,65536",
    "PARLEY_HTTP_HOST,a b",
    "PARLEY_DEMO,yes",
    "PARLEY_START_TIMEOUT,0",
    "PARLEY_BASE_PATH,crm",
    "PARLEY_BASE_PATH,/crm/",
    "PARLEY_BASE_PATH,/",
    "PARLEY_BASE_PATH,/api",
    "PARLEY_BASE_PATH,/a/../b",
    "PARLEY_TRUSTED_PROXIES,10.0.0.0/33",
    "PARLEY_TRUSTED_PROXIES,proxy.example",
    "PARLEY_LOG_FORMAT,xml",
    "PARLEY_TLS_KEYSTORE,/nowhere/at/all.p12",
  })
  void aBadValueIsNamedWithWhatIsExpected(String name, String value) {
    assertThat(SettingsCheck.complaints(Map.of(name, value)))
        .singleElement()
        .asString()
        .startsWith(name + " is \"" + value + "\"; expected is ");
  }

  @Test
  void aPasswordInAnAddressIsNotRepeated() {
    assertThat(SettingsCheck.complaints(Map.of("PARLEY_DB_URL", "postgresql://me:s3cret@host/db")))
        .containsExactly(
            "PARLEY_DB_URL is not one; expected is a JDBC address such as"
                + " jdbc:postgresql://host/parley.");
  }

  @Test
  void halfOfTlsIsRefused() throws IOException {
    String file = Files.createFile(directory.resolve("cert.pem")).toString();
    assertThat(SettingsCheck.complaints(Map.of("PARLEY_TLS_CERT", file)))
        .containsExactly("PARLEY_TLS_CERT is set, but not PARLEY_TLS_KEY: TLS needs both.");
    assertThat(SettingsCheck.complaints(Map.of("PARLEY_HTTPS_PORT", "8443")))
        .singleElement()
        .asString()
        .contains("PARLEY_HTTPS_PORT", "no certificate");
    assertThat(
            SettingsCheck.complaints(
                Map.of(
                    "PARLEY_TLS_CERT", file, "PARLEY_TLS_KEY", file, "PARLEY_TLS_KEYSTORE", file)))
        .singleElement()
        .asString()
        .contains("one is enough");
  }

  @Test
  void whatKubernetesAddsIsNobodysMistake() {
    assertThat(
            SettingsCheck.complaints(
                Map.of(
                    "KUBERNETES_SERVICE_HOST", "10.0.0.1",
                    "PARLEY_SERVICE_HOST", "10.0.0.9",
                    "PARLEY_SERVICE_PORT_HTTP", "8181",
                    "PARLEY_PORT", "tcp://10.0.0.9:8181",
                    "PARLEY_PORT_8181_TCP_ADDR", "10.0.0.9")))
        .isEmpty();
    assertThat(SettingsCheck.complaints(Map.of("PARLEY_PORT", "8181"))).hasSize(1);
  }

  @Test
  void aFileIsJudgedWithItsLines() throws IOException {
    Path file = directory.resolve("parley.conf");
    Files.writeString(
        file,
        """
        # Ours
        PARLEY_HTTP_PORT=9000

        PARLEY_HTTP_HOTS=0.0.0.0
        PARLEY_DEMO = true
        PARLEY_HTTP_PORT=9001
        PARLEY_SHELL_PORT=x
        PARLEY_ADMIN_PASSWORD=it = is # mine
        HOME=/root
        """);
    assertThat(new SettingsFile(file).complaints())
        .containsExactly(
            file
                + ", line 4: There is no setting PARLEY_HTTP_HOTS. The nearest there is:"
                + " PARLEY_HTTP_HOST.",
            file + ", line 5: expected is KEY=value, without spaces around the name.",
            file + ", line 6: PARLEY_HTTP_PORT is set in line 2 already.",
            file + ", line 7: PARLEY_SHELL_PORT is \"x\"; expected is a port from 1 to 65535.",
            file + ", line 9: There is no setting HOME. The nearest there is: PARLEY_DATA.");
    assertThat(new SettingsFile(directory.resolve("none.conf")).complaints()).isEmpty();
  }

  @Test
  void theDataDirectoryDoesNotSayWhereItIs() throws IOException {
    Path file = directory.resolve("parley.conf");
    Files.writeString(file, "PARLEY_DATA=/elsewhere\n");
    assertThat(new SettingsFile(file).complaints()).singleElement().asString().contains("itself");
    Path etc = Files.createDirectory(directory.resolve("etc")).resolve("parley.conf");
    Files.writeString(etc, "PARLEY_DATA=/elsewhere\n");
    assertThat(new SettingsFile(etc).complaints()).isEmpty();
  }
}
