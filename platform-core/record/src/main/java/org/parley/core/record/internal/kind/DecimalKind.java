// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.kind;

import java.math.BigDecimal;
import java.util.List;
import org.parley.core.record.Column;
import org.parley.core.record.Field;
import org.parley.core.record.Shape;

/** A number with a fixed greatest number of digits, exact. */
class DecimalKind extends SingleColumnKind {
  DecimalKind() {
    this("decimal");
  }

  DecimalKind(String name) {
    super(name, Shape.DECIMAL);
  }

  @Override
  public List<Column> columns(Field field) {
    return List.of(new Column("", Shape.DECIMAL, field.precision(), field.scale(), null));
  }

  @Override
  public Object read(Field field, Object json) {
    BigDecimal number =
        Digits.parse(json)
            .orElseThrow(() -> Violation.wrongKind(field, "a number such as \"12.5\""));
    String misfit = Digits.misfit(number, field.precision(), field.scale());
    if (misfit != null) {
      throw Violation.of(field, "out_of_range", misfit);
    }
    return Digits.normal(number);
  }

  @Override
  public Object write(Field field, Object value) {
    return ((BigDecimal) value).toPlainString();
  }

  @Override
  public Object join(Field field, Object[] columns) {
    return columns[0] == null ? null : Digits.normal((BigDecimal) columns[0]);
  }

  @Override
  Object argument(Field field, String text) {
    BigDecimal number =
        Digits.parse(text)
            .orElseThrow(() -> Violation.inFilter(field, "is compared with numbers."));
    return Digits.normal(number);
  }
}
