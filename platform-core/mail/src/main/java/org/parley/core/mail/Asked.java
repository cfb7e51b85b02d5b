// SPDX-License-Identifier: Apache-2.0
package org.parley.core.mail;

import java.util.Objects;

/**
 * A mail that is asked for. It says what it shall be about and not what it shall say: the letter is
 * written just before it goes, by the {@link LetterWriter} of its kind.
 *
 * @param key tells it from all others; of several with one key one is kept. At most 200 characters
 * @param kind which writer writes it
 * @param userId who gets it, 0 where its writer finds out
 * @param about what its writer has to know, at most 4,000 characters; no secret and no title
 * @param urgent whether somebody waits for it: goes before the others
 */
public record Asked(String key, String kind, long userId, String about, boolean urgent) {
  private static final int LONGEST_KEY = 200;
  private static final int LONGEST_KIND = 40;
  private static final int LONGEST = 4_000;

  public Asked {
    Objects.requireNonNull(about, "about");
    if (key.isEmpty()
        || key.length() > LONGEST_KEY
        || kind.length() > LONGEST_KIND
        || about.length() > LONGEST) {
      throw new IllegalArgumentException("Too long for what is asked of the mail room: " + key);
    }
  }
}
