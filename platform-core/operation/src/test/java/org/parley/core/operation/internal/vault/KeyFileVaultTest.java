// SPDX-License-Identifier: Apache-2.0
package org.parley.core.operation.internal.vault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFileVaultTest {
  private static final String PURPOSE = "mail_server.password";

  @TempDir private Path data;
  private KeyFileVault vault;

  @BeforeEach
  void aVault() {
    vault = new KeyFileVault(data);
  }

  @Test
  void whatWasSealedCanBeOpened() {
    for (String plain : new String[] {"", "a", "pass wörd 密码 \u0000", "x".repeat(100_000)}) {
      assertThat(vault.open(PURPOSE, vault.seal(PURPOSE, plain))).isEqualTo(plain);
    }
  }

  @Test
  void theSameLooksDifferentEachTime() {
    Set<String> sealed = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      sealed.add(vault.seal(PURPOSE, "secret"));
    }
    assertThat(sealed).hasSize(1_000).noneMatch(text -> text.contains("secret"));
  }

  @Test
  void anotherStartOpensItToo() {
    String sealed = vault.seal(PURPOSE, "secret");
    assertThat(new KeyFileVault(data).open(PURPOSE, sealed)).isEqualTo("secret");
  }

  @Test
  void sealedForOneThingItIsOfNoUseForAnother() {
    String sealed = vault.seal(PURPOSE, "secret");
    assertThatThrownBy(() -> vault.open("user.totp", sealed))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("user.totp");
  }

  @Test
  void anyChangedCharacterIsNoticed() {
    // Of a length that fills the last letter of Base64: its unused bits are nothing to notice.
    String sealed = vault.seal(PURPOSE, "password");
    for (int i = 0; i < sealed.length(); i++) {
      char other = sealed.charAt(i) == 'A' ? 'B' : 'A';
      String changed = sealed.substring(0, i) + other + sealed.substring(i + 1);
      assertThatThrownBy(() -> vault.open(PURPOSE, changed))
          .as(changed)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageNotContaining("password\"");
    }
    for (String cut : new String[] {"", "v1", "v1..", sealed.substring(0, 20)}) {
      assertThatThrownBy(() -> vault.open(PURPOSE, cut)).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void aMissingKeyIsNamed() throws IOException {
    String sealed = vault.seal(PURPOSE, "secret");
    String name = sealed.split("\\.")[1];
    Path file = data.resolve("vault/key");
    Files.delete(file);
    assertThatThrownBy(() -> new KeyFileVault(data).open(PURPOSE, sealed))
        .hasMessageContaining(name)
        .hasMessageContaining(file.toString())
        .hasMessageContaining("is not there");
    new KeyFileVault(data).seal(PURPOSE, "other");
    assertThatThrownBy(() -> new KeyFileVault(data).open(PURPOSE, sealed))
        .hasMessageContaining(name)
        .hasMessageContaining("holds the key");
  }

  @Test
  void aSpoiltKeyIsNotReplaced() throws IOException {
    Path file = data.resolve("vault/key");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "not a key");
    assertThatThrownBy(() -> vault.seal(PURPOSE, "secret")).hasMessageContaining(file.toString());
    assertThat(file).hasContent("not a key");
  }

  @Test
  void onlyItsOwnerReadsTheKeyAndManyMakeOne() throws IOException {
    Set<String> names = ConcurrentHashMap.newKeySet();
    IntStream.range(0, 32)
        .parallel()
        .forEach(i -> names.add(new KeyFileVault(data).seal(PURPOSE, "x").split("\\.")[1]));
    assertThat(names).hasSize(1);
    Path file = data.resolve("vault/key");
    assertThat(file.getParent()).isDirectoryContaining(path -> path.equals(file));
    try (var entries = Files.list(file.getParent())) {
      assertThat(entries).containsExactly(file);
    }
    assertThat(Files.getPosixFilePermissions(file))
        .containsExactlyInAnyOrder(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
  }
}
