// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class CountedTest {
  private Instant now = Instant.EPOCH;
  private final Counted counted = new Counted(() -> now);
  private int rows = 7;

  private int count(Object what) throws SQLException {
    return counted.of(what, () -> rows);
  }

  @Test
  void aNumberHoldsForHalfAMinute() throws Exception {
    Sql won = new Sql().add("stage = ").value("won");
    assertThat(count(won.key())).isEqualTo(7);
    rows = 8;
    now = now.plusSeconds(30);
    assertThat(count(new Sql().add("stage = ").value("won").key())).isEqualTo(7);
    now = now.plusSeconds(1);
    assertThat(count(won.key())).isEqualTo(8);
  }

  @Test
  void otherValuesAreCountedByThemselves() throws Exception {
    assertThat(count(new Sql().add("stage = ").value("won").key())).isEqualTo(7);
    rows = 8;
    assertThat(count(new Sql().add("stage = ").value("lost").key())).isEqualTo(8);
    assertThat(count(List.of("stage = won"))).isEqualTo(8);
  }

  @Test
  void whatCannotBeCountedIsNotRemembered() throws Exception {
    Object what = "rows";
    assertThat(
            org.assertj.core.api.Assertions.catchThrowable(
                () ->
                    counted.of(
                        what,
                        () -> {
                          throw new SQLException("locked");
                        })))
        .isInstanceOf(SQLException.class);
    assertThat(count(what)).isEqualTo(7);
  }
}
