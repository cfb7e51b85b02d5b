// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.kind;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.parley.core.record.Field;
import org.parley.core.record.FieldKind;

/** The kinds of fields there are: a new one is a class and a line here. */
public final class Kinds {
  private static final Map<String, FieldKind> BY_NAME =
      List.of(
              new TextKind(),
              new LongTextKind(),
              new RichTextKind(),
              new EmailKind(),
              new PhoneKind(),
              new UrlKind(),
              new IntegerKind(),
              new DecimalKind(),
              new PercentKind(),
              new MoneyKind(),
              new BooleanKind(),
              new DateKind(),
              new DateTimeKind(),
              new DurationKind(),
              new ChoiceKind(),
              new ChoicesKind(),
              new TagsKind(),
              new ReferenceKind(),
              new UserKind(),
              new ManyKind(),
              new AddressKind(),
              new SequenceKind(),
              new JsonKind(),
              new FileKind(),
              new SecretKind())
          .stream()
          .collect(Collectors.toUnmodifiableMap(FieldKind::name, Function.identity()));

  /** The id of a record of any type: a column, but no field of a descriptor. */
  public static final Field ID = column("id", "Id");

  /** The version of a record of any type, likewise. */
  public static final Field VERSION = column("version", "Version");

  private Kinds() {}

  /** A kind that descriptors may name. */
  public static Optional<FieldKind> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /** All names, in alphabetical order. */
  public static List<String> names() {
    return BY_NAME.keySet().stream().sorted().toList();
  }

  private static Field column(String name, String label) {
    return new Field(
        name,
        label,
        new IdKind(),
        "parley",
        true,
        true,
        true,
        false,
        true,
        false,
        false,
        0,
        0,
        0,
        null,
        List.of(),
        List.of(),
        null,
        null,
        null,
        null);
  }
}
