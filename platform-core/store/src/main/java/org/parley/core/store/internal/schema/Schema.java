// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.schema;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.ParleyException;
import org.parley.core.operation.Waiting;
import org.parley.core.record.Model;
import org.parley.core.record.ModelPlan.SchemaStep;
import org.parley.core.store.internal.database.Database;
import org.parley.core.store.internal.database.Ddl;
import org.parley.core.store.internal.database.Failure;
import org.parley.core.store.internal.database.Kept;
import org.parley.core.store.internal.schema.Catalogue.KeyRow;
import org.parley.core.store.internal.schema.Catalogue.Rows;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the database fit models, by difference: one statement a transaction together with its row
 * in the catalogue and in the schema journal, so that an interrupted change goes on where it stood.
 * A statement that a database runs beside those who work commits before its row does. One change at
 * a time.
 */
@Component(
    service = {Schema.class, Waiting.class},
    immediate = true)
public final class Schema implements Waiting {
  private static final Logger LOG = LoggerFactory.getLogger(Schema.class);

  /** Grows when a release of ours wants other keys or columns for the same model. */
  private static final String GENERATION = "3:";

  private static final String PREPARED = "schema.prepared";

  private final Database database;

  /** What is being done to the schema, for those who wait for it; null when nothing is. */
  private volatile String doing;

  private final Catalogue catalogue;

  @Activate
  public Schema(@Reference Database database, @Reference Catalogue catalogue) {
    this.database = database;
    this.catalogue = catalogue;
  }

  /** What {@link #prepare} would run; changes nothing. */
  public synchronized List<SchemaStep> plan(Model target) {
    if (isPrepared(target)) {
      return List.of();
    }
    return draft(target).steps().stream()
        .flatMap(
            step ->
                step.statements().stream()
                    .map(sql -> new SchemaStep(sql, step.cost(), step.pause())))
        .toList();
  }

  @Override
  public Optional<String> reason() {
    return Optional.ofNullable(doing);
  }

  /** Runs what is missing. */
  public synchronized void prepare(Model target) {
    if (isPrepared(target)) {
      return;
    }
    List<Step> steps = draft(target).steps();
    try {
      for (int i = 0; i < steps.size(); i++) {
        doing =
            "The database is made to fit: step %d of %d, for %s, which takes about %d s."
                .formatted(i + 1, steps.size(), steps.get(i).label(), steps.get(i).seconds());
        run(steps.get(i));
      }
    } finally {
      doing = null;
    }
    write(PREPARED, prepared(target));
  }

  /**
   * Where a prepared model lies.
   *
   * @throws IllegalStateException when it was not prepared
   */
  public synchronized Tables tables(Model model) {
    Draft draft = new Draft(database.dialect(), catalogue.rows(), table -> 0);
    Tables tables = draft.place(model);
    if (!draft.steps().isEmpty()) {
      throw new IllegalStateException(
          "The database does not fit the model yet: " + draft.steps().get(0).statements());
    }
    return tables;
  }

  private boolean isPrepared(Model target) {
    return read(PREPARED).filter(prepared(target)::equals).isPresent();
  }

  /** Data that moves to another kind of database may want other keys there. */
  private String prepared(Model target) {
    String keys = database.dialect().foreignKeyIndexed() ? "keyed:" : "";
    return GENERATION + keys + target.digest();
  }

  private Draft draft(Model target) {
    Draft draft = new Draft(database.dialect(), catalogue.rows(), this::size);
    draft.place(target);
    return draft;
  }

  /** How many rows a type's table has; 0 when there is no such table. */
  public long rows(String type) {
    return catalogue.rows().types().stream()
        .filter(row -> row.name().equals(type))
        .findFirst()
        .map(row -> size(row.table()))
        .orElse(0L);
  }

  /** Drops the indexes over a field; the model in force must do without them. */
  public synchronized void dropIndex(String type, String field) {
    Draft draft = new Draft(database.dialect(), catalogue.rows(), this::size);
    draft.dropIndexes(type, field);
    for (Step step : draft.steps()) {
      run(step);
    }
  }

  private long size(String table) {
    boolean there = catalogue.rows().types().stream().anyMatch(row -> row.table().equals(table));
    if (!there) {
      return 0;
    }
    return database.read(
        connection -> {
          try (Statement statement = connection.createStatement();
              ResultSet row = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
            row.next();
            return row.getLong(1);
          }
        });
  }

  private void run(Step step) {
    long begun = System.nanoTime();
    try {
      if (step.change().online()) {
        runOnline(step);
      }
      database.transaction(
          connection -> {
            if (!step.change().online()) {
              database.dialect().ddl().begin(connection);
              for (String sql : step.statements()) {
                execute(connection, sql);
              }
            }
            for (String sql : step.statements()) {
              journal(connection, sql, (System.nanoTime() - begun) / 1_000_000);
            }
            step.record(connection);
            return null;
          });
    } catch (ParleyException e) {
      if (e.getCause() instanceof SQLException cause) {
        throw refused(step, cause, e);
      }
      throw e;
    }
    catalogue.keep(with(catalogue.rows(), step));
    long milliseconds = (System.nanoTime() - begun) / 1_000_000;
    step.statements().forEach(sql -> LOG.info("{} ({} ms)", sql, milliseconds));
  }

  /** Statements that commit by themselves: what an earlier attempt left of the keys goes first. */
  private void runOnline(Step step) {
    try {
      database.read(
          connection -> {
            clear(connection, step);
            for (String sql : step.statements()) {
              execute(connection, sql);
            }
            return null;
          });
    } catch (RuntimeException e) {
      try {
        database.read(
            connection -> {
              clear(connection, step);
              return null;
            });
      } catch (RuntimeException left) {
        // The next attempt clears it away.
        e.addSuppressed(left);
      }
      throw e;
    }
  }

  private void clear(Connection connection, Step step) throws SQLException {
    Ddl ddl = database.dialect().ddl();
    for (KeyRow key : step.keys()) {
      ddl.clear(connection, key.name());
    }
  }

  private static void execute(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private ParleyException refused(Step step, SQLException cause, ParleyException otherwise) {
    Failure failure = database.dialect().failure(cause);
    if (failure == Failure.UNIQUE || failure == Failure.FOREIGN_KEY) {
      return new ParleyException(
          ErrorKind.CONFLICT,
          "conflict",
          failure == Failure.UNIQUE
              ? step.label() + " hold the same value more than once, so it cannot become unique."
              : step.label() + " refer to records that are not there.",
          cause);
    }
    return failure == Failure.OTHER
        ? new ParleyException(
            ErrorKind.INTERNAL, "internal", "The database refused: " + step.statements(), cause)
        : otherwise;
  }

  private void journal(Connection connection, String sql, long milliseconds) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "INSERT INTO parley_schema_step (done_at, milliseconds, statement) VALUES (?, ?, ?)")) {
      database.dialect().bind(insert, 1, Instant.now());
      insert.setLong(2, milliseconds);
      insert.setString(
          3, sql.substring(0, Math.min(sql.length(), database.dialect().longestPlainText())));
      insert.executeUpdate();
    }
  }

  private static Rows with(Rows rows, Step step) {
    Inventory inventory = new Inventory(rows);
    step.removed().forEach(inventory::remove);
    step.added().forEach(inventory::add);
    return inventory.rows();
  }

  /** A value kept across restarts. */
  public Optional<String> read(String name) {
    return new Kept(database).read(name);
  }

  /** Keeps a value across restarts. */
  public void write(String name, String value) {
    new Kept(database).write(name, value);
  }
}
