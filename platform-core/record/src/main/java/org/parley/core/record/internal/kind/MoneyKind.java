// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.kind;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.parley.api.record.Money;
import org.parley.core.record.Column;
import org.parley.core.record.Condition;
import org.parley.core.record.Field;
import org.parley.core.record.FieldKind;
import org.parley.core.record.Operator;
import org.parley.core.record.Shape;

/** An amount in a currency; lists compare what it is worth in the company's. */
final class MoneyKind implements FieldKind {
  private static final int PRECISION = 19;
  private static final int SCALE = 4;
  private static final int COMPANY = 2;
  private static final String EXPECTED =
      "an amount with its currency such as {\"amount\":\"12.50\",\"currency\":\"EUR\"}";

  @Override
  public String name() {
    return "money";
  }

  @Override
  public List<Column> columns(Field field) {
    return List.of(
        new Column("", Shape.DECIMAL, PRECISION, SCALE, null),
        new Column("currency", Shape.TEXT, 3),
        new Column("company", Shape.DECIMAL, PRECISION, SCALE, null),
        new Column("rate_date", Shape.DATE, 0));
  }

  @Override
  public Object read(Field field, Object json) {
    if (!(json instanceof Map<?, ?> money) || !money.keySet().equals(KEYS)) {
      throw Violation.wrongKind(field, EXPECTED);
    }
    BigDecimal amount =
        Digits.parse(money.get("amount")).orElseThrow(() -> Violation.wrongKind(field, EXPECTED));
    String misfit = Digits.misfit(amount, PRECISION, SCALE);
    if (misfit != null) {
      throw Violation.of(field, "out_of_range", misfit);
    }
    if (!(money.get("currency") instanceof String code) || !Currencies.exists(code)) {
      throw Violation.of(field, "wrong_kind", "needs a currency by its ISO code, such as EUR.");
    }
    return new Money(Digits.normal(amount), code);
  }

  private static final java.util.Set<String> KEYS = java.util.Set.of("amount", "currency");

  @Override
  public Map<String, Object> write(Field field, Object value) {
    Money money = (Money) value;
    int cents = Math.max(0, Currency.getInstance(money.currency()).getDefaultFractionDigits());
    BigDecimal amount = money.amount();
    BigDecimal shown = amount.scale() < cents ? amount.setScale(cents) : amount;
    Map<String, Object> json = new LinkedHashMap<>();
    json.put("amount", shown.toPlainString());
    json.put("currency", money.currency());
    return json;
  }

  @Override
  public String words(Field field, Object value) {
    Map<String, Object> json = write(field, value);
    return json.get("amount") + " " + json.get("currency");
  }

  @Override
  public Object[] split(Field field, Object value) {
    return value instanceof Money money
        ? new Object[] {
          money.amount(), money.currency(), money.inCompanyCurrency(), money.rateDate()
        }
        : new Object[4];
  }

  @Override
  public Object join(Field field, Object[] columns) {
    if (columns[0] == null || columns[1] == null) {
      return null;
    }
    BigDecimal company = columns[2] == null ? null : Digits.normal((BigDecimal) columns[2]);
    return new Money(
        Digits.normal((BigDecimal) columns[0]),
        (String) columns[1],
        company,
        (LocalDate) columns[3]);
  }

  @Override
  public int comparedColumn(Field field) {
    return COMPANY;
  }

  @Override
  public Condition compare(
      List<Field> path, Field field, Operator operator, List<String> arguments) {
    Comparison.noWildcards(field, operator);
    return Comparison.of(path, field, COMPANY, operator, arguments, text -> argument(field, text));
  }

  private static Object argument(Field field, String text) {
    BigDecimal number =
        Digits.parse(text)
            .orElseThrow(
                () -> Violation.inFilter(field, "is compared with amounts in company currency."));
    return Digits.normal(number);
  }
}
