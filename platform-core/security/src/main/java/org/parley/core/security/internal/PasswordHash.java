// SPDX-License-Identifier: Apache-2.0
package org.parley.core.security.internal;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/**
 * PBKDF2 in an encoding that names its own cost, {@code pbkdf2-sha512$<iterations>$<salt>$<hash>},
 * so that the cost can rise later and old hashes still verify.
 */
final class PasswordHash {
  /** OWASP's figure for PBKDF2-HMAC-SHA512. */
  static final int ITERATIONS = 210_000;

  private static final String SCHEME = "pbkdf2-sha512";
  private static final int BYTES = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private PasswordHash() {}

  static String encode(String password, int iterations) {
    byte[] salt = random(16);
    return join(iterations, salt, derive(password, salt, iterations));
  }

  /**
   * The hash of nobody's password: it costs as much to compare with as any other, and nothing to
   * make, because every start makes one.
   */
  static String ofNobody(int iterations) {
    return join(iterations, random(16), random(BYTES));
  }

  private static byte[] random(int bytes) {
    byte[] random = new byte[bytes];
    RANDOM.nextBytes(random);
    return random;
  }

  private static String join(int iterations, byte[] salt, byte[] derived) {
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return String.join(
        "$",
        SCHEME,
        Integer.toString(iterations),
        base64.encodeToString(salt),
        base64.encodeToString(derived));
  }

  /** Whether a password is the one that was encoded; takes the same time for right and wrong. */
  static boolean matches(String password, String encoded) {
    String[] parts = encoded.split("\\$");
    if (parts.length != 4 || !SCHEME.equals(parts[0])) {
      throw new IllegalStateException("a password hash of a scheme that is not known here");
    }
    Base64.Decoder base64 = Base64.getDecoder();
    byte[] derived = derive(password, base64.decode(parts[2]), Integer.parseInt(parts[1]));
    return MessageDigest.isEqual(derived, base64.decode(parts[3]));
  }

  /** The cost a hash was made at. */
  static int iterations(String encoded) {
    return Integer.parseInt(encoded.split("\\$")[1]);
  }

  private static byte[] derive(String password, byte[] salt, int iterations) {
    PBEKeySpec spec = new PBEKeySpec(password.toCharArray(), salt, iterations, BYTES * 8);
    try {
      return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA512").generateSecret(spec).getEncoded();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java runtime has PBKDF2 with SHA-512", e);
    } finally {
      spec.clearPassword();
    }
  }
}
