// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.harness;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What an app on a phone shows: one-time passwords by time (RFC 6238), not by the library that the
 * server has.
 */
public final class Phone {
  private Phone() {}

  /** The code that is shown at a second since 1970 for a secret in Base32. */
  public static String code(String secret, long second) {
    byte[] key = new byte[secret.length() * 5 / 8];
    BigInteger bits = BigInteger.ZERO;
    for (char letter : secret.toCharArray()) {
      int value = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter);
      bits = bits.shiftLeft(5).or(BigInteger.valueOf(value));
    }
    byte[] whole = bits.toByteArray();
    System.arraycopy(whole, whole.length - key.length, key, 0, key.length);
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(key, "HmacSHA1"));
      byte[] hash = mac.doFinal(ByteBuffer.allocate(8).putLong(second / 30).array());
      int number = ByteBuffer.wrap(hash).getInt(hash[19] & 15) & 0x7fffffff;
      return "%06d".formatted(number % 1_000_000);
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** The code that is shown now. */
  public static String code(String secret) {
    return code(secret, System.currentTimeMillis() / 1000);
  }
}
