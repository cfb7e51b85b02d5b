// SPDX-License-Identifier: Apache-2.0
package org.parley.core.security.internal;

/** Base32 without padding (RFC 4648, section 6), in which apps take secrets; the JDK has none. */
final class Base32 {
  private static final String ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  private static final int BITS = 5;

  private Base32() {}

  static String encode(byte[] bytes) {
    StringBuilder text = new StringBuilder();
    for (int bit = 0; bit < bytes.length * 8; bit += BITS) {
      int value = 0;
      for (int i = bit; i < bit + BITS; i++) {
        int one = i < bytes.length * 8 ? bytes[i / 8] >> (7 - i % 8) & 1 : 0;
        value = value << 1 | one;
      }
      text.append(ALPHABET.charAt(value));
    }
    return text.toString();
  }

  static byte[] decode(String text) {
    byte[] bytes = new byte[text.length() * BITS / 8];
    for (int i = 0; i < bytes.length * 8; i++) {
      int value = ALPHABET.indexOf(text.charAt(i / BITS));
      if (value < 0) {
        throw new IllegalArgumentException("not Base32");
      }
      int one = value >> (BITS - 1 - i % BITS) & 1;
      bytes[i / 8] |= (byte) (one << (7 - i % 8));
    }
    return bytes;
  }
}
