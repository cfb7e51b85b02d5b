// SPDX-License-Identifier: Apache-2.0
package org.parley.core.security.internal;

import java.security.SecureRandom;
import java.util.Map;
import java.util.function.Consumer;
import org.parley.api.security.Principal;
import org.parley.core.record.RecordStore;
import org.parley.core.record.Result;
import org.parley.core.security.SecurityStorage;

/** Makes the user {@code admin} when a system starts for the first time. */
final class FirstAdministrator {
  static final String USERNAME = "admin";
  private static final String ROLE = "administrator";

  /** No l, o, 0 or 1: what is printed gets typed by a person. 5 bits a letter. */
  private static final String LETTERS = "abcdefghijkmnpqrstuvwxyz23456789";

  private final SecurityStorage storage;
  private final RecordStore records;
  private final Consumer<String> print;
  private final Passwords passwords;

  FirstAdministrator(
      SecurityStorage storage, RecordStore records, Consumer<String> print, Passwords passwords) {
    this.storage = storage;
    this.records = records;
    this.print = print;
    this.passwords = passwords;
  }

  /**
   * Does nothing where somebody can log in already. Can be repeated after a crash at any point.
   *
   * @param password the password asked for, or null to make one and print it
   */
  void ensure(String password) {
    if (storage.anyCredential()) {
      storage.credential(USERNAME).filter(known -> !known.rights().isEmpty()).ifPresent(this::move);
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
    assign(id);
    storage.save(new SecurityStorage.Credential(id, USERNAME, passwords.encode(chosen), ""));
  }

  /** Gives the administrator of a system from before there were roles what they could do then. */
  private void move(SecurityStorage.Credential known) {
    assign(known.userId());
    storage.save(
        new SecurityStorage.Credential(known.userId(), known.username(), known.hash(), ""));
  }

  private void assign(long user) {
    if (records.rights(user).isEmpty()) {
      long role =
          records.list(Principal.SYSTEM, "role", first("code==" + ROLE)).items().stream()
              .findFirst()
              .orElseThrow(() -> new IllegalStateException("there is no role " + ROLE))
              .record()
              .id();
      records.create(
          Principal.SYSTEM, "role_assignment", Map.of("user", user, "role", role), "setup");
    }
  }

  private static RecordStore.ListQuery first(String filter) {
    return new RecordStore.ListQuery(filter, null, null, null, 1, null, false, false);
  }

  private long userId() {
    return records.list(Principal.SYSTEM, "user", first("username==" + USERNAME)).items().stream()
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
}
