// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.kind;

import org.parley.core.record.Field;

/** A share in hundredths, as people say it: 12.5 means 12.5 %. */
final class PercentKind extends DecimalKind {
  PercentKind() {
    super("percent");
  }

  @Override
  Object argument(Field field, String text) {
    String number = text.endsWith("%") ? text.substring(0, text.length() - 1) : text;
    return super.argument(field, number);
  }
}
