// SPDX-License-Identifier: Apache-2.0
package org.parley.core.security.internal;

import java.security.SecureRandom;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.parley.api.security.Principal;
import org.parley.core.record.RecordStore;
import org.parley.core.record.Result;
import org.parley.core.security.SecurityStorage;

/** Makes the user {@code admin} when a system starts for the first time. */
final class FirstAdministrator {
  static final String USERNAME = "admin";
  static final String RIGHTS = "records,plugins";

  /** No l, o, 0 or 1: what is printed gets typed by a person. 5 bits a letter. */
  private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";

  private final SecurityStorage storage;
  private final RecordStore records;
  private final Consumer<String> print;
  private final int iterations;

  FirstAdministrator(
      SecurityStorage storage, RecordStore records, Consumer<String> print, int iterations) {
    this.storage = storage;
    this.records = records;
    this.print = print;
    this.iterations = iterations;
  }

  /**
   * Does nothing where somebody can log in already. Can be repeated after a crash at any point.
   *
   * @param password the password asked for, or null to make one and print it
   */
  void ensure(String password) {
    if (storage.anyCredential()) {
      return;
    }
    long id = userId();
    String chosen = password;
    if (chosen == null || chosen.isBlank()) {
      chosen = generate();
      // Printed before it holds: were it the other way round, a crash in between would leave a
      // system whose password nobody knows.
      print.accept("Parley: first administrator is \"" + USERNAME + "\", password: " + chosen);
    }
    storage.save(
        new SecurityStorage.Credential(
            id, USERNAME, PasswordHash.encode(chosen, iterations), RIGHTS));
  }

  private long userId() {
    RecordStore.ListQuery query =
        new RecordStore.ListQuery("username==" + USERNAME, null, null, null, 1, null, false, false);
    return records.list(Principal.SYSTEM, "user", query).items().stream()
        .findFirst()
        .orElseGet(this::create)
        .record()
        .id();
  }

  private Result create() {
    return records.create(
        Principal.SYSTEM, "user", Map.of("username", USERNAME, "name", "Administrator"), "setup");
  }

  /** 100 bits in four groups of five letters. */
  static String generate() {
    SecureRandom random = new SecureRandom();
    StringBuilder password = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      if (i > 0 && i % 5 == 0) {
        password.append('-');
      }
      password.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
    }
    return password.toString();
  }

  static Set<String> rights(String stored) {
    return stored.isBlank() ? Set.of() : Set.of(stored.split(","));
  }
}
