// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import java.util.HashMap;
import java.util.Map;
import org.parley.core.record.CoreTexts;

/** What one language calls record types and all that belongs to them. For one answer. */
final class Texts {
  /** What descriptors say themselves. */
  static final Texts PLAIN = new Texts(Map.of(), false);

  /**
   * English that no one has translated shows: each text that passes through here is marked, so that
   * one that does not can be seen.
   */
  private static final String PSEUDO = "en-XA";

  private final Map<String, String> texts;
  private final boolean pseudo;

  private Texts(Map<String, String> texts, boolean pseudo) {
    this.texts = texts;
    this.pseudo = pseudo;
  }

  /**
   * @param language a tag such as {@code de}, or null
   * @param plugins what plugins call things in it
   */
  static Texts of(String language, Map<String, String> plugins) {
    if (language == null) {
      return PLAIN;
    }
    Map<String, String> all = new HashMap<>(CoreTexts.of(language));
    all.putAll(plugins);
    return new Texts(all, PSEUDO.equals(language));
  }

  /** The text of a key, or what the descriptor says. */
  String of(String key, String otherwise) {
    String text = texts.getOrDefault(key, otherwise);
    return pseudo && text != null ? "⟦" + text + "⟧" : text;
  }

  /** A name of the type: its label or plural. */
  String type(String type, String what, String otherwise) {
    return of("types." + type + "." + what, otherwise);
  }

  /** What a field says; those that every type has are told once. */
  String field(String type, String field, boolean system, String what, String otherwise) {
    String own = "types." + type + ".fields." + field + "." + what;
    return of(system && !texts.containsKey(own) ? "fields." + field + "." + what : own, otherwise);
  }
}
