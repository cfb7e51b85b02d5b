// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.company;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.parley.api.record.Money;
import org.parley.api.record.Record;
import org.parley.core.record.Condition;
import org.parley.core.record.Field;
import org.parley.core.record.Operator;
import org.parley.core.record.RecordType;
import org.parley.core.record.Selection;
import org.parley.core.record.Storage;
import org.parley.core.record.internal.query.RelativeTime;

/**
 * The company's zone and currency, and what amounts are worth in it. Remembers the company for a
 * short while; a write here is seen at once, one on another node within 30 seconds.
 */
public final class CompanySettings {
  private static final Duration REMEMBERED = Duration.ofSeconds(30);
  private static final String FREE = "free";

  private record Known(Company company, Instant until) {}

  private final Clock clock;
  private volatile Known known;

  public CompanySettings(Clock clock) {
    this.clock = clock;
  }

  /** Must be called after a write of a company record. */
  public void forget() {
    known = null;
  }

  public Company company(Storage.Serving serving) {
    Known remembered = known;
    Instant now = clock.instant();
    if (remembered == null || now.isAfter(remembered.until())) {
      remembered = new Known(read(serving), now.plus(REMEMBERED));
      known = remembered;
    }
    return remembered.company();
  }

  /** What relative times mean to this company now. */
  public RelativeTime time(Storage.Serving serving) {
    return new RelativeTime(clock.instant(), company(serving).zone());
  }

  private static Company read(Storage.Serving serving) {
    RecordType type = serving.model().type("company");
    Selection first = new Selection(type, Condition.ALL, null, List.of(), null, 1, false);
    return serving.list(first).stream()
        .findFirst()
        .map(row -> company(row.record()))
        .orElse(new Company("EUR", ZoneOffset.UTC, false, 0, FREE));
  }

  private static Company company(Record record) {
    String currency = (String) record.get("currency");
    ZoneId zone;
    try {
      zone = ZoneId.of((String) record.get("time_zone"));
    } catch (DateTimeException | NullPointerException e) {
      zone = ZoneOffset.UTC;
    }
    boolean demo = Boolean.TRUE.equals(record.get("demo"));
    int days = record.get("trash_days") instanceof Long set ? Math.toIntExact(set) : 0;
    String second = record.get("second_factor") instanceof String set ? set : FREE;
    return new Company(currency == null ? "EUR" : currency, zone, demo, days, second);
  }

  /**
   * An amount with its worth in company currency by the rate in force today; empty when there is no
   * rate.
   */
  public Optional<Money> converted(Storage.Serving serving, Money money) {
    Company company = company(serving);
    LocalDate today = LocalDate.ofInstant(clock.instant(), company.zone());
    if (money.currency().equals(company.currency())) {
      return Optional.of(new Money(money.amount(), money.currency(), money.amount(), today));
    }
    return rate(serving, money.currency(), today)
        .map(
            rate -> {
              BigDecimal worth =
                  money
                      .amount()
                      .multiply((BigDecimal) rate.get("rate"))
                      .setScale(4, RoundingMode.HALF_EVEN)
                      .stripTrailingZeros();
              BigDecimal plain = worth.scale() < 0 ? worth.setScale(0) : worth;
              return new Money(
                  money.amount(), money.currency(), plain, (LocalDate) rate.get("valid_from"));
            });
  }

  private static Optional<Record> rate(Storage.Serving serving, String currency, LocalDate today) {
    RecordType type = serving.model().type("exchange_rate");
    Field from = type.field("valid_from");
    Field code = type.field("currency");
    Condition where =
        new Condition.And(
            List.of(
                code.kind().compare(List.of(), code, Operator.EQUAL, List.of(currency)),
                from.kind()
                    .compare(List.of(), from, Operator.LESS_OR_EQUAL, List.of(today.toString()))));
    Selection latest =
        new Selection(type, where, null, List.of(new Selection.Sort(from, true)), null, 1, false);
    return serving.list(latest).stream().findFirst().map(row -> row.record());
  }
}
