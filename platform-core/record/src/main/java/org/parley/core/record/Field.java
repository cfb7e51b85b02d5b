// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record;

import java.util.List;

/**
 * A field of a record type: immutable.
 *
 * @param plugin the plugin that added it, {@code parley} for the core's
 * @param system implied by the core in every type ({@code created_at}, ...)
 * @param readOnly never set by a write's body
 * @param sensitive its values lie in the journal's side row, which erasure can delete
 * @param hidden its plugin is quarantined, or a newer version left it out: kept in the database
 *     only
 * @param max greatest length in characters of text kinds, 0 where it does not apply
 * @param precision digits of a decimal, else 0
 * @param scale digits after the point of a decimal, else 0
 * @param defaultValue JSON, or null
 * @param to target types of a reference; {@code *} for any
 * @param inverse the name of the list on the target, or null
 */
public record Field(
    String name,
    String label,
    FieldKind kind,
    String plugin,
    boolean system,
    boolean readOnly,
    boolean required,
    boolean unique,
    boolean index,
    boolean sensitive,
    boolean hidden,
    int max,
    int precision,
    int scale,
    Object defaultValue,
    List<Choice> choices,
    List<String> to,
    String inverse,
    String inverseLabel,
    OnDelete onDelete,
    String help) {
  public Field {
    choices = List.copyOf(choices);
    to = List.copyOf(to);
  }

  /** Whether it is a reference to exactly one type, so that filters can cross it. */
  public boolean refersToOne() {
    return to.size() == 1 && !"*".equals(to.get(0));
  }
}
