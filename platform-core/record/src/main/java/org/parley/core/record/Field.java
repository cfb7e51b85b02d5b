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
 * @param max greatest length in characters of text kinds, greatest number of choices, 0 where it
 *     does not apply
 * @param precision digits of a decimal or percent, else 0
 * @param scale digits after the point of a decimal or percent, else 0
 * @param defaultValue JSON, or null
 * @param to target types of a reference; {@code *} for any, {@link #PARTY} for any party
 * @param inverse the name of the list on the target, or null
 * @param format how a sequence number is written, or null
 * @param junction where the records of a many-to-many relation lie, or null
 * @param file what a field of kind file takes, null for all others
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
    String help,
    String format,
    Junction junction,
    FileRules file) {
  /** Stands in {@link #to} for all types whose records are parties. */
  public static final String PARTY = "party";

  private static final String ANY = "*";

  /**
   * The records that lie between the two sides of a many-to-many relation.
   *
   * @param through their type
   * @param source its reference to this field's record
   * @param target its reference to the other side
   */
  public record Junction(String through, String source, String target) {}

  public Field {
    choices = List.copyOf(choices);
    to = List.copyOf(to);
  }

  /** A field that is neither a sequence number nor a many-to-many relation nor a file. */
  public Field(
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
    this(
        name,
        label,
        kind,
        plugin,
        system,
        readOnly,
        required,
        unique,
        index,
        sensitive,
        hidden,
        max,
        precision,
        scale,
        defaultValue,
        choices,
        to,
        inverse,
        inverseLabel,
        onDelete,
        help,
        null,
        null,
        null);
  }

  /** The same with an index. */
  public Field indexed() {
    return new Field(
        name,
        label,
        kind,
        plugin,
        system,
        readOnly,
        required,
        unique,
        true,
        sensitive,
        hidden,
        max,
        precision,
        scale,
        defaultValue,
        choices,
        to,
        inverse,
        inverseLabel,
        onDelete,
        help,
        format,
        junction,
        file);
  }

  /** The same, set by no body: something else keeps it. */
  public Field kept() {
    return new Field(
        name,
        label,
        kind,
        plugin,
        system,
        true,
        required,
        unique,
        index,
        sensitive,
        hidden,
        max,
        precision,
        scale,
        defaultValue,
        choices,
        to,
        inverse,
        inverseLabel,
        onDelete,
        help,
        format,
        junction,
        file);
  }

  /** By the name, which nearly always tells: fields are looked up with every request. */
  @Override
  public int hashCode() {
    return name.hashCode();
  }

  /** Whether it is a reference to exactly one type, so that filters can cross it. */
  public boolean refersToOne() {
    return to.size() == 1 && !refersToAny();
  }

  /** Whether it is a reference to types that it does not name: a type and an id. */
  public boolean refersToAny() {
    return to.contains(ANY) || to.contains(PARTY);
  }

  /** Whether it is a reference that may point to records of a type. */
  public boolean refersTo(RecordType type) {
    return to.contains(type.name()) || to.contains(ANY) || to.contains(PARTY) && type.party();
  }
}
