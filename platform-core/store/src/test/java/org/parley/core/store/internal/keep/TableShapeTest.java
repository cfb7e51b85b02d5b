// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.keep;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Types;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.parley.core.store.internal.keep.TableShape.Column;
import org.parley.core.store.internal.keep.TableShape.Kind;

/** What may be large is read a few rows at a time, so that a command gets by with its heap. */
class TableShapeTest {
  /** A piece of a file as the store cuts them. */
  private static final long PIECE = 256 * 1024;

  private static final long HEAP = 256L * 1024 * 1024;
  private static final Column ID = new Column("id", Kind.WHOLE, Types.BIGINT, 0, false, null);

  private static int rows(Column... columns) {
    return new TableShape("x", null, List.of(columns), List.of(ID)).rowsAtOnce();
  }

  @Test
  void piecesOfFilesFitTheHeapManyTimes() {
    Column bytes = new Column("bytes", Kind.BYTES, Types.VARBINARY, 0, false, null);
    assertThat(rows(ID, bytes) * PIECE).isLessThan(HEAP / 50);
  }

  @Test
  void longTextsFitTheHeap() {
    Column text = new Column("text", Kind.TEXT, Types.VARCHAR, Integer.MAX_VALUE, false, null);
    assertThat(rows(ID, text) * 4_000_000L).isLessThan(HEAP / 2);
  }

  @Test
  void smallRowsAreReadInLargePortions() {
    Column name = new Column("name", Kind.TEXT, Types.VARCHAR, 200, false, null);
    assertThat(rows(ID, name)).isEqualTo(500);
  }
}
