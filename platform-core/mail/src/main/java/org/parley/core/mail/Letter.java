// SPDX-License-Identifier: Apache-2.0
package org.parley.core.mail;

import java.util.List;

/**
 * What a mail says, as plain text; the mail room makes both of its forms of it.
 *
 * @param to who gets it
 * @param subject one line
 * @param parts in their order
 * @param reason why they get it, in a line at its end
 * @param unsubscribe where they change that, as an address below the site, or null for mails that
 *     nobody can do without
 */
public record Letter(
    Addressee to, String subject, List<Part> parts, String reason, String unsubscribe) {
  /** How a part looks. */
  public enum Look {
    TEXT,
    /** A line of a list, with its detail below it. */
    ITEM,
    /** A link that stands out. */
    BUTTON,
    HEADING
  }

  /**
   * A part of a letter.
   *
   * @param detail more about it, or null
   * @param link where it leads, as an address below the site such as {@code account/7}, or null
   */
  public record Part(Look look, String text, String detail, String link) {
    public static Part text(String text) {
      return new Part(Look.TEXT, text, null, null);
    }

    public static Part heading(String text) {
      return new Part(Look.HEADING, text, null, null);
    }

    public static Part button(String text, String link) {
      return new Part(Look.BUTTON, text, null, link);
    }

    public static Part item(String text, String detail, String link) {
      return new Part(Look.ITEM, text, detail, link);
    }
  }

  public Letter {
    parts = List.copyOf(parts);
  }
}
