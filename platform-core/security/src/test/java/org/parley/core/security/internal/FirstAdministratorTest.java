// SPDX-License-Identifier: Apache-2.0
package org.parley.core.security.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.parley.core.security.SecurityStorage;

class FirstAdministratorTest {
  private final FakeSecurityStorage storage = new FakeSecurityStorage();
  private final FakeUsers users = new FakeUsers();
  private final List<String> printed = new ArrayList<>();

  private void ensure(String password) {
    new FirstAdministrator(storage, users, printed::add, new Passwords(10)).ensure(password);
  }

  @Test
  void aGivenPasswordIsTakenAndNotPrinted() {
    ensure("correct horse");
    assertThat(printed).isEmpty();
    assertThat(PasswordHash.matches("correct horse", storage.credentials.get(1L).hash())).isTrue();
  }

  @Test
  void aMadePasswordIsPrintedOnce() {
    ensure(null);
    ensure(null);
    assertThat(printed).hasSize(1);
    assertThat(printed.get(0))
        .matches("Parley: first administrator is \"admin\", password: (\\w{5}-){3}\\w{5}");
    String password = printed.get(0).substring(printed.get(0).lastIndexOf(' ') + 1);
    assertThat(PasswordHash.matches(password, storage.credentials.get(1L).hash())).isTrue();
  }

  @Test
  void aCrashBetweenUserAndCredentialLeavesOneUser() {
    ensure("one");
    storage.credentials.clear();
    ensure("two");
    assertThat(users.users).hasSize(1);
    assertThat(PasswordHash.matches("two", storage.credentials.get(1L).hash())).isTrue();
  }

  @Test
  void theAdministratorOfASystemWithoutRolesGetsTheirs() {
    ensure("one");
    users.rights.clear();
    String hash = storage.credentials.get(1L).hash();
    storage.save(new SecurityStorage.Credential(1, "admin", hash, "records,plugins"));
    ensure("two");
    assertThat(users.rights.get(1L)).contains("people");
    assertThat(storage.credentials.get(1L).rights()).isEmpty();
    assertThat(storage.credentials.get(1L).hash()).isEqualTo(hash);
  }

  @Test
  void aHashNamesItsAlgorithmAndCostAndIsSalted() {
    String one = PasswordHash.encode("same", PasswordHash.ITERATIONS);
    assertThat(one).startsWith("pbkdf2-sha512$210000$");
    assertThat(PasswordHash.encode("same", 10)).isNotEqualTo(PasswordHash.encode("same", 10));
    assertThat(PasswordHash.matches("other", one)).isFalse();
  }
}
