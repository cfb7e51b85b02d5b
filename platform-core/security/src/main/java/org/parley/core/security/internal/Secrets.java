// SPDX-License-Identifier: Apache-2.0
package org.parley.core.security.internal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;

/** Things that open doors: 256 random bits, of which only a hash is kept. */
final class Secrets {
  /** No secret is longer; what is needs no look into the database. */
  static final int LONGEST = 100;

  private static final int ID = 16;
  private static final SecureRandom RANDOM = new SecureRandom();

  private Secrets() {}

  static String random() {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** SHA-256 in hex: enough for what cannot be guessed. */
  static String hash(String secret) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(secret.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }

  /** By which people tell them apart: the beginning of the hash, which opens nothing. */
  static String id(String hash) {
    return hash.substring(0, ID);
  }
}
