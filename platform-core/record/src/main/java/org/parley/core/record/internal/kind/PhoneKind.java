// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.kind;

import java.util.Locale;
import java.util.regex.Pattern;
import org.parley.core.record.Field;
import org.parley.core.record.Folding;

/** A phone number, kept as typed and compared by its digits. */
final class PhoneKind extends TextKind {
  private static final Pattern NUMBER =
      Pattern.compile(
          "\\+?[0-9 ()./*#\\u00A0-]*[0-9][0-9 ()./*#\\u00A0-]*([ ,;]?(ext|x)\\.? ?[0-9]+)?");
  private static final Pattern SEPARATORS = Pattern.compile("[^0-9a-z+*#]");

  PhoneKind() {
    super("phone", 40);
  }

  @Override
  String checked(Field field, String text) {
    if (text.length() > 1000 || !NUMBER.matcher(text).matches()) {
      throw Violation.wrongKind(field, "a phone number such as +49 30 1234567");
    }
    return text;
  }

  @Override
  String folded(String text, int max) {
    return Folding.cut(SEPARATORS.matcher(text.toLowerCase(Locale.ROOT)).replaceAll(""), max);
  }
}
