// SPDX-License-Identifier: Apache-2.0
package org.parley.core.security.internal;

import com.eatthepath.otp.TimeBasedOneTimePasswordGenerator;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.crypto.spec.SecretKeySpec;
import org.parley.core.operation.Vault;
import org.parley.core.security.SecurityStorage;
import org.parley.core.security.SecurityStorage.Pass;
import org.parley.core.security.SecurityStorage.SecondFactor;

/**
 * The codes that are asked for beside a password. A code is good once (RFC 6238, section 5.2), and
 * one step early or late, since phones' clocks differ. Safe for use by many threads.
 */
final class OneTimeCodes {
  static final int SECRET_BYTES = 20;
  private static final String PURPOSE = "second_factor";
  private static final String RECOVERY = "recovery";
  private static final int RECOVERY_CODES = 10;
  private static final int RECOVERY_LETTERS = 12;

  /** Without letters that are taken for others. */
  private static final String LETTERS = "abcdefghjkmnpqrstuvwxyz23456789";

  private final SecurityStorage storage;
  private final Vault vault;
  private final InstantSource clock;
  private final SecureRandom random = new SecureRandom();
  private final TimeBasedOneTimePasswordGenerator generator =
      new TimeBasedOneTimePasswordGenerator();

  /** What a code was good for. */
  enum Proof {
    NONE,
    CODE,
    RECOVERY
  }

  OneTimeCodes(SecurityStorage storage, Vault vault, InstantSource clock) {
    this.storage = storage;
    this.vault = vault;
    this.clock = clock;
  }

  /** The second factor that is in force for somebody. */
  Optional<SecondFactor> inForce(long userId) {
    return storage.secondFactor(userId).filter(factor -> factor.sealed() != null);
  }

  /** Begins another; that in force stays until it is confirmed. */
  byte[] begin(long userId) {
    byte[] secret = new byte[SECRET_BYTES];
    random.nextBytes(secret);
    String sealed = vault.seal(PURPOSE, Base32.encode(secret));
    Optional<SecondFactor> now = storage.secondFactor(userId);
    storage.save(
        new SecondFactor(
            userId,
            now.map(SecondFactor::sealed).orElse(null),
            sealed,
            now.map(SecondFactor::lastStep).orElse(0L),
            now.map(SecondFactor::since).orElse(now())));
    return secret;
  }

  /** Puts what was begun in force, if the code is one of it. */
  boolean confirm(SecondFactor begun, String code) {
    long step = step(begun.userId(), begun.begun(), code);
    if (step < 0) {
      return false;
    }
    storage.save(new SecondFactor(begun.userId(), begun.begun(), null, step, now()));
    return true;
  }

  /** Whether a code is good now; it is not again. */
  Proof prove(SecondFactor factor, String code) {
    long step = step(factor.userId(), factor.sealed(), code);
    if (step >= 0) {
      return storage.stepTo(factor.userId(), step) ? Proof.CODE : Proof.NONE;
    }
    String typed = code.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]", "");
    boolean good =
        typed.length() == RECOVERY_LETTERS && storage.deletePass(hash(factor.userId(), typed));
    return good ? Proof.RECOVERY : Proof.NONE;
  }

  /** The step of time that a code belongs to, -1 where it belongs to none about now. */
  private long step(long userId, String sealed, String code) {
    String digits = code.replaceAll("[\\s-]", "");
    if (!digits.matches("[0-9]{6}")) {
      return -1;
    }
    SecretKeySpec secret =
        new SecretKeySpec(Base32.decode(vault.open(PURPOSE, sealed)), generator.getAlgorithm());
    Duration length = generator.getTimeStep();
    Instant now = clock.instant();
    for (int away : new int[] {0, -1, 1}) {
      Instant at = now.plus(length.multipliedBy(away));
      try {
        if (generator.generateOneTimePasswordString(secret, at).equals(digits)) {
          return at.toEpochMilli() / length.toMillis();
        }
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("The secret of user " + userId + " is of no use", e);
      }
    }
    return -1;
  }

  /** New recovery codes in place of those before. */
  List<String> newRecoveryCodes(long userId) {
    forgetRecoveryCodes(userId);
    List<String> codes = new ArrayList<>();
    for (int i = 0; i < RECOVERY_CODES; i++) {
      StringBuilder code = new StringBuilder();
      for (int letter = 0; letter < RECOVERY_LETTERS; letter++) {
        code.append(letter > 0 && letter % 4 == 0 ? "-" : "");
        code.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
      }
      String hash = hash(userId, code.toString().replace("-", ""));
      storage.save(new Pass(hash, RECOVERY, userId, "", "", now(), null, null));
      codes.add(code.toString());
    }
    return codes;
  }

  int recoveryCodes(long userId) {
    return storage.passes(userId, RECOVERY).size();
  }

  /** Ends it all. */
  void remove(long userId) {
    forgetRecoveryCodes(userId);
    storage.deleteSecondFactor(userId);
  }

  private void forgetRecoveryCodes(long userId) {
    storage.passes(userId, RECOVERY).forEach(pass -> storage.deletePass(pass.hash()));
  }

  /** Of the person too: a code opens nothing for anybody else. */
  private static String hash(long userId, String code) {
    return Secrets.hash(RECOVERY + " " + userId + " " + code);
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }
}
