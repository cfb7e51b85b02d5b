// SPDX-License-Identifier: Apache-2.0
package org.parley.core.security.internal;

import com.nulabinc.zxcvbn.StandardDictionaries;
import com.nulabinc.zxcvbn.StandardKeyboards;
import com.nulabinc.zxcvbn.ZxcvbnBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.parley.api.error.FieldError;
import org.parley.api.error.ParleyException;
import org.parley.core.security.SlowDown;

/**
 * Hashes and compares passwords, few at a time: slow on purpose, so that logins cannot take the
 * machine. Whoever comes from where they have logged in before has a place of their own. Safe for
 * use by many threads.
 */
final class Passwords {
  private static final int LONGEST = 1_024;

  /** OWASP ASVS 4.0.3, 2.1.1. */
  private static final int SHORTEST = 12;

  /** Below this, guessing through a throttled login could succeed. */
  private static final double FEWEST_GUESSES = 1e6;

  /** Longer ones are no weaker, and take long to measure. */
  private static final int LOOKED_AT = 60;

  private final int iterations;
  private final String nobody;
  private final Semaphore strangers = new Semaphore(2, true);
  private final Semaphore known = new Semaphore(1, true);

  Passwords(int iterations) {
    this.iterations = iterations;
    this.nobody = PasswordHash.ofNobody(iterations);
  }

  /** Whether it could be a password at all. */
  static boolean isBearable(String password) {
    return password.length() <= LONGEST;
  }

  /** What a new password must be like. */
  static void check(String field, String password, String username) {
    String wrong = null;
    if (password.codePointCount(0, password.length()) < SHORTEST) {
      wrong = "A password has at least " + SHORTEST + " characters; a few words make a good one.";
    } else if (!isBearable(password)) {
      wrong = "A password has at most " + LONGEST + " characters.";
    } else if (password.toLowerCase(Locale.ROOT).contains(username.toLowerCase(Locale.ROOT))
        || password.chars().distinct().count() < 5) {
      wrong = "This password is guessed too easily: it holds the user name, or hardly changes.";
    } else if (guesses(password, username) < FEWEST_GUESSES) {
      wrong =
          "This password is guessed too easily: it, or what it is made of, is among those that"
              + " very many people choose. A few words that do not belong together make a good one.";
    }
    if (wrong != null) {
      throw ParleyException.invalid(List.of(new FieldError(field, "weak_password", wrong)));
    }
  }

  /**
   * How many guesses somebody needs who knows what people choose (zxcvbn, USENIX Security 2016).
   * Its list of breached passwords is read anew each time, since new passwords are rare and memory
   * is dear.
   */
  private static double guesses(String password, String username) {
    String begin = password.substring(0, Math.min(password.length(), LOOKED_AT));
    try {
      return new ZxcvbnBuilder()
          .dictionary(StandardDictionaries.PASSWORDS_LOADER.load())
          .keyboards(StandardKeyboards.loadAllKeyboards())
          .build()
          .measure(begin, List.of(username, "parley"))
          .getGuesses();
    } catch (IOException e) {
      throw new UncheckedIOException("The list of breached passwords is not there", e);
    }
  }

  /**
   * Whether a password is right.
   *
   * @param encoded null where there is nobody, which takes as long
   */
  boolean matches(String password, String encoded, boolean fromKnown) {
    return hashing(
        fromKnown, () -> PasswordHash.matches(password, encoded == null ? nobody : encoded));
  }

  String encode(String password) {
    return hashing(false, () -> PasswordHash.encode(password, iterations));
  }

  /** Whether a hash was made at a lower cost than is right today. */
  boolean isOutdated(String encoded) {
    return PasswordHash.iterations(encoded) < iterations;
  }

  private <T> T hashing(boolean fromKnown, Supplier<T> work) {
    Semaphore places = fromKnown ? known : strangers;
    try {
      if (!places.tryAcquire(5, TimeUnit.SECONDS)) {
        throw new SlowDown("Many people log in right now. Try again.", Duration.ofSeconds(2));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ParleyException.unavailable("The system is stopping.", e);
    }
    try {
      return work.get();
    } finally {
      places.release();
    }
  }
}
