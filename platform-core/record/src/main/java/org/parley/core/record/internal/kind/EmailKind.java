// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.kind;

import java.util.regex.Pattern;
import org.parley.core.record.Field;

/** An e-mail address: what is surely none is refused, the rest only a message sent could tell. */
final class EmailKind extends TextKind {
  private static final Pattern ADDRESS =
      Pattern.compile(
          "[^\\s@<>(),;:\"\\[\\]\\\\]{1,64}@"
              + "[\\p{L}\\p{N}]([\\p{L}\\p{N}-]{0,62})(\\.[\\p{L}\\p{N}][\\p{L}\\p{N}-]{0,62})*");

  EmailKind() {
    super("email", 254);
  }

  @Override
  String checked(Field field, String text) {
    if (text.length() > 1000 || !ADDRESS.matcher(text).matches()) {
      throw Violation.wrongKind(field, "an e-mail address such as ada@example.com");
    }
    return text;
  }
}
