// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.parley.api.error.ParleyException;

/** The environment chooses the database, and what is wrong with it is said by its name. */
class DatabaseOpeningTest {
  @Test
  void withoutSettingsItIsDerby() {
    assertThat(DatabaseOpening.chosen(Map.of())).isInstanceOf(DerbyDialect.class);
    assertThat(DatabaseOpening.chosen(Map.of("PARLEY_DB_URL", " ")))
        .isInstanceOf(DerbyDialect.class);
  }

  @Test
  void aUrlOfPostgresqlIsPostgresql() {
    assertThat(
            DatabaseOpening.chosen(Map.of("PARLEY_DB_URL", "jdbc:postgresql://localhost/parley")))
        .isInstanceOf(PostgresDialect.class);
  }

  @Test
  void otherDatabasesAndHalfSettingsAreRefused() {
    assertThatThrownBy(
            () -> DatabaseOpening.chosen(Map.of("PARLEY_DB_URL", "jdbc:mysql://localhost/parley")))
        .isInstanceOf(ParleyException.class)
        .hasMessageContaining("PARLEY_DB_URL");
    assertThatThrownBy(() -> DatabaseOpening.chosen(Map.of("PARLEY_DB_PASSWORD", "secret")))
        .isInstanceOf(ParleyException.class)
        .hasMessageContaining("PARLEY_DB_URL is not")
        .hasMessageNotContaining("secret");
    assertThatThrownBy(
            () ->
                DatabaseOpening.chosen(
                    Map.of("PARLEY_DB_URL", "jdbc:postgresql://localhost:port/x?password=secret")))
        .isInstanceOf(ParleyException.class)
        .hasMessageContaining("PARLEY_DB_URL")
        .hasMessageNotContaining("secret");
  }

  @Test
  void codesOfPostgresqlMeanWhatTheyMean() {
    Dialect dialect = new PostgresDialect("jdbc:postgresql://db.example:5433/parley", "ada", "x");
    Map.ofEntries(
            Map.entry("40001", Failure.CONFLICT),
            Map.entry("40P01", Failure.CONFLICT),
            Map.entry("55P03", Failure.CONFLICT),
            Map.entry("23505", Failure.UNIQUE),
            Map.entry("23503", Failure.FOREIGN_KEY),
            Map.entry("22001", Failure.VALUE),
            Map.entry("22021", Failure.VALUE),
            Map.entry("54000", Failure.VALUE),
            Map.entry("08006", Failure.UNAVAILABLE),
            Map.entry("57P01", Failure.UNAVAILABLE),
            Map.entry("57P03", Failure.UNAVAILABLE),
            Map.entry("53300", Failure.UNAVAILABLE),
            Map.entry("53100", Failure.DISK_FULL),
            Map.entry("25006", Failure.UNAVAILABLE),
            Map.entry("42601", Failure.OTHER))
        .forEach(
            (code, failure) ->
                assertThat(dialect.failure(new SQLException("", code)))
                    .as(code)
                    .isEqualTo(failure));
    assertThat(dialect.explain(new SQLException("", "28P01")))
        .contains("db.example:5433", "ada", "PARLEY_DB_PASSWORD");
    assertThat(dialect.explain(new SQLException("", "3D000")))
        .contains("parley", "PARLEY_DB_URL", "create it");
    assertThat(dialect.explain(new SQLException("refused", "08001")))
        .contains("does not answer", "PARLEY_DB_URL", "refused");
  }
}
