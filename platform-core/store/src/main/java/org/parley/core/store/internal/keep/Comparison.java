// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.keep;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * Compares two databases row by row: both are read anew and each row is put into the canonical form
 * of an export. Where the key is a number the rows come in the same order and are compared one by
 * one. Text may be in another order, so there the checksums of all rows are added up.
 */
final class Comparison {
  private static final BigInteger ALL = BigInteger.ONE.shiftLeft(256);

  private final Origin source;
  private final Origin target;
  private final Progress progress;

  Comparison(Origin source, Origin target, Progress progress) {
    this.source = source;
    this.target = target;
    this.progress = progress;
  }

  /**
   * Compares all tables but the catalogue's, which is adapted to its database and was used to make
   * all others.
   *
   * @return how many rows are the same
   * @throws Refusal naming the first row that is not
   */
  long all() {
    long rows = 0;
    for (TableShape table : source.tables()) {
      if (!TableShapes.CATALOGUE.contains(table.name())) {
        TableShape other =
            target.tables().stream()
                .filter(shape -> shape.name().equals(table.name()))
                .findFirst()
                .orElseThrow(() -> Refusal.unfit("There is no table " + table.name() + " there."));
        rows += table(table, other);
      }
    }
    return rows;
  }

  private long table(TableShape table, TableShape other) {
    boolean[] quoted = Cells.quoted(table.columns());
    MessageDigest digest = Checksums.sha256();
    BigInteger balance = BigInteger.ZERO;
    BigInteger sum = BigInteger.ZERO;
    long rows = 0;
    try (Origin.Rows here = source.rows(table, null);
        Origin.Rows there = target.rows(inOrder(other, table), null)) {
      while (true) {
        String[] row = here.next();
        String[] copy = there.next();
        if (row == null && copy == null) {
          break;
        }
        if (row == null || copy == null) {
          throw different(
              table, rows, row == null ? "is only there" : "is missing there", row, copy);
        }
        byte[] mark = mark(digest, row, quoted);
        byte[] copyMark = mark(digest, copy, quoted);
        if (table.keyIsNumber() && !Arrays.equals(mark, copyMark)) {
          throw different(table, rows, "differs", row, copy);
        }
        sum = sum.add(new BigInteger(1, mark)).mod(ALL);
        balance = balance.add(new BigInteger(1, mark)).subtract(new BigInteger(1, copyMark));
        progress.at("comparing " + table.name(), ++rows, 0, "rows");
      }
    }
    if (balance.signum() != 0) {
      throw Refusal.failed("Table " + table.name() + ": some rows differ.", null);
    }
    progress.say(
        "  %s: %,d rows, checksum %s on both sides"
            .formatted(table.name(), rows, "%064x".formatted(sum).substring(0, 16)));
    return rows;
  }

  /** The other's columns in our order. */
  private static TableShape inOrder(TableShape other, TableShape table) {
    return new TableShape(
        other.name(),
        other.type(),
        table.columns().stream()
            .map(
                column ->
                    other
                        .column(column.name())
                        .orElseThrow(
                            () ->
                                Refusal.unfit(
                                    "There is no column %s.%s there."
                                        .formatted(table.name(), column.name()))))
            .toList(),
        other.key());
  }

  private static byte[] mark(MessageDigest digest, String[] row, boolean[] quoted) {
    return digest.digest(Csv.line(row, quoted).getBytes(StandardCharsets.UTF_8));
  }

  private static Refusal different(
      TableShape table, long rows, String how, String[] row, String[] copy) {
    String key = row == null ? copy[0] : row[0];
    return Refusal.failed(
        "Table %s, after %d rows that are the same: the row that begins with %s %s."
            .formatted(table.name(), rows, key, how),
        null);
  }
}
