// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.kind;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.parley.api.record.SequenceNumber;
import org.parley.core.record.Column;
import org.parley.core.record.Condition;
import org.parley.core.record.Field;
import org.parley.core.record.FieldKind;
import org.parley.core.record.Folding;
import org.parley.core.record.Operator;
import org.parley.core.record.Shape;

/**
 * A number the system gives each new record, and its text. Lists are sorted by the number; filters
 * look at the text, and at the number where one is written as the format says or alone.
 */
public final class SequenceKind implements FieldKind {
  /** What numbers look like where a descriptor does not say it. */
  public static final String PLAIN = "{0}";

  /** Anything with one run of zeros in braces: so many digits at least. */
  private static final Pattern FORMAT = Pattern.compile("([^{}]{0,20})\\{(0{1,18})}([^{}]{0,20})");

  private static final int TEXT = 1;
  private static final int FOLDED = 2;
  private static final int LONGEST = 60;

  /** Whether numbers can be written like that. */
  public static boolean isFormat(String format) {
    return FORMAT.matcher(format).matches();
  }

  /** The value for a number. */
  public static SequenceNumber value(Field field, long number) {
    Matcher format = format(field);
    String digits = Long.toString(number);
    String zeros = "0".repeat(Math.max(0, format.group(2).length() - digits.length()));
    return new SequenceNumber(number, format.group(1) + zeros + digits + format.group(3));
  }

  private static Matcher format(Field field) {
    Matcher format = FORMAT.matcher(field.format());
    if (!format.matches()) {
      throw new IllegalArgumentException(field.name() + " has no usable format");
    }
    return format;
  }

  @Override
  public String name() {
    return "sequence";
  }

  @Override
  public List<Column> columns(Field field) {
    return List.of(
        new Column("", Shape.LONG, 0),
        new Column("text", Shape.TEXT, LONGEST),
        new Column("folded", Shape.TEXT, LONGEST));
  }

  @Override
  public Object read(Field field, Object json) {
    throw Violation.of(field, "read_only", "is given by the system.");
  }

  @Override
  public Object write(Field field, Object value) {
    return value.toString();
  }

  @Override
  public Object[] split(Field field, Object value) {
    return value instanceof SequenceNumber given
        ? new Object[] {given.number(), given.text(), Folding.fold(given.text(), LONGEST)}
        : new Object[FOLDED + 1];
  }

  @Override
  public Object join(Field field, Object[] columns) {
    return columns[0] == null || columns[TEXT] == null
        ? null
        : new SequenceNumber((Long) columns[0], (String) columns[TEXT]);
  }

  @Override
  public int comparedColumn(Field field) {
    return 0;
  }

  @Override
  public Condition compare(
      List<Field> path, Field field, Operator operator, List<String> arguments) {
    return switch (operator) {
      case NULL -> Comparison.empty(path, field, 0, arguments);
      case LIKE, NOT_LIKE ->
          Comparison.of(
              path, field, FOLDED, operator, arguments, text -> Folding.fold(text, LONGEST));
      default ->
          arguments.stream().allMatch(text -> number(field, text) != null)
              ? Comparison.of(path, field, 0, operator, arguments, text -> number(field, text))
              : texts(path, field, operator, arguments);
    };
  }

  /** What is written in a format of earlier days is found by its text. */
  private static Condition texts(
      List<Field> path, Field field, Operator operator, List<String> arguments) {
    Comparison.noOrder(field, operator);
    return Comparison.of(
        path, field, FOLDED, operator, arguments, text -> Folding.fold(text, LONGEST));
  }

  /** The number that a text stands for, or null. */
  private static Long number(Field field, String text) {
    Matcher format = format(field);
    String before = Folding.fold(format.group(1), LONGEST);
    String after = Folding.fold(format.group(3), LONGEST);
    String folded = Folding.fold(text, LONGEST);
    boolean whole =
        folded.length() > before.length() + after.length()
            && folded.startsWith(before)
            && folded.endsWith(after);
    String digits =
        whole ? folded.substring(before.length(), folded.length() - after.length()) : folded;
    return digits.matches("[0-9]{1,18}") ? (Long) Long.parseLong(digits) : null;
  }
}
