// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.query;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.parley.core.record.Column;
import org.parley.core.record.Condition;
import org.parley.core.record.Field;
import org.parley.core.record.Operator;
import org.parley.core.record.Shape;
import org.parley.core.store.internal.database.Dialect;
import org.parley.core.store.internal.schema.Table;
import org.parley.core.store.internal.schema.Table.PlacedColumn;
import org.parley.core.store.internal.schema.Tables;

/** A condition as SQL, and the joins its paths need: one for each path, shared. */
final class Conditions {
  private record Join(String alias, Table table) {}

  /** Fields by which records are handed to somebody. */
  private static final Set<String> HOLDERS = Set.of("owner", "team");

  private final Dialect dialect;
  private final Tables tables;
  private final Table root;
  private final Map<List<String>, Join> joins = new LinkedHashMap<>();
  private final Sql joined = new Sql();

  /**
   * @param root the table listed; its alias is {@code r}
   */
  Conditions(Dialect dialect, Tables tables, Table root) {
    this.dialect = dialect;
    this.tables = tables;
    this.root = root;
    joins.put(List.of(), new Join("r", root));
  }

  /** The joins of all conditions compiled so far. */
  Sql joins() {
    return joined;
  }

  /** A condition on live or on trashed rows. */
  Sql where(Condition condition, boolean trash) {
    Sql where = trash ? trashed() : new Sql().add("r." + Table.DELETED + " IS NULL");
    return Condition.ALL.equals(condition) ? where : where.add(" AND ").add(compile(condition));
  }

  /** Bounded like every range of an index, so that the many live rows are not read. */
  private Sql trashed() {
    return Sql.held("r." + Table.DELETED, Shape.TIMESTAMP, dialect);
  }

  Sql compile(Condition condition) {
    Sql sql = new Sql();
    compile(sql, condition);
    return sql;
  }

  /** A column with its alias, its joins among {@link #joins()} from now on. */
  String column(List<Field> path, Field field, int column) {
    Join join = join(path);
    return join.alias() + "." + join.table().column(field, column).name();
  }

  private void compile(Sql sql, Condition condition) {
    if (condition instanceof Condition.And and) {
      all(sql, and.parts(), " AND ", "1 = 1");
    } else if (condition instanceof Condition.Or or) {
      all(sql, or.parts(), " OR ", "1 = 0");
    } else if (condition instanceof Condition.Compare compare) {
      Join join = join(compare.path());
      PlacedColumn column = join.table().column(compare.field(), compare.column());
      if (column.shape() == Shape.WORDS && compare.operator() != Operator.NULL) {
        int field = join.table().placed(compare.field()).id();
        Comparison.words(
            sql,
            compare.operator(),
            compare.values(),
            field,
            join.alias() + ".id",
            dialect.lookUpByKey("pk_parley_word"));
        return;
      }
      new Comparison(join.alias() + "." + column.name(), column.column())
          .compile(sql, compare.operator(), compare.values());
    }
  }

  private void all(Sql sql, List<Condition> parts, String between, String none) {
    if (parts.isEmpty()) {
      sql.add(none);
      return;
    }
    sql.add("(");
    for (int i = 0; i < parts.size(); i++) {
      sql.add(i == 0 ? "" : between);
      compile(sql, parts.get(i));
    }
    sql.add(")");
  }

  private Join join(List<Field> path) {
    List<String> names = path.stream().map(Field::name).toList();
    Join known = joins.get(names);
    if (known != null) {
      return known;
    }
    Join from = join(path.subList(0, path.size() - 1));
    Field last = path.get(path.size() - 1);
    PlacedColumn reference = from.table().column(last, 0);
    Join join = new Join("j" + joins.size(), tables.of(last.to().get(0)));
    joined
        .add(" LEFT JOIN " + join.table().name() + " " + join.alias())
        .add(dialect.lookUpByKey(join.table().primaryKey()))
        .add(" ON " + join.alias() + ".id = " + from.alias() + "." + reference.name());
    joins.put(names, join);
    return join;
  }

  /**
   * A part of a condition that an index answers.
   *
   * @param column with its alias
   * @param condition one plain range, or some values, of that column
   * @param hint to read the table by that index
   * @param one whether it is one row at most for each value asked for
   * @param entries a query for what meets it in another table, or null where it is the column's
   *     index
   */
  record Narrow(String column, Sql condition, String hint, boolean one, Sql entries) {
    Narrow(String column, Sql condition, String hint, boolean one) {
      this(column, condition, hint, one, null);
    }
  }

  /** The parts of a condition, each of which all rows must meet, that an index answers. */
  List<Narrow> narrows(Condition condition, boolean trash) {
    List<Narrow> narrows = new ArrayList<>();
    Map<String, List<Condition.Compare>> ranges = new LinkedHashMap<>();
    for (Condition.Compare compare : required(condition)) {
      if (isWord(compare)) {
        narrows.add(word(compare));
        continue;
      }
      String hint = hint(compare);
      if (hint == null) {
        continue;
      }
      String column = "r." + root.column(compare.field(), compare.column()).name();
      if (picks(compare)) {
        narrows.add(new Narrow(column, compile(compare), hint, Table.isId(compare.field())));
      } else if (Bounds.isBound(compare)) {
        ranges.computeIfAbsent(column, name -> new ArrayList<>()).add(compare);
      }
    }
    ranges.forEach(
        (column, compares) ->
            narrows.add(
                new Narrow(column, bounds(compares).whole(), hint(compares.get(0)), false)));
    if (trash && root.trash() != null) {
      String column = "r." + Table.DELETED;
      narrows.add(new Narrow(column, trashed(), dialect.readByIndex(root.trash()), false));
    }
    return narrows;
  }

  /** Between which values a column must lie for a condition to be met. */
  Bounds bounds(Condition condition, String column) {
    return bounds(
        required(condition).stream()
            .filter(Bounds::isBound)
            .filter(compare -> root.column(compare.field(), compare.column()).name().equals(column))
            .toList());
  }

  private Bounds bounds(List<Condition.Compare> compares) {
    Bounds bounds = new Bounds();
    compares.forEach(compare -> bounds.add(compare, compile(compare)));
    if (!compares.isEmpty() && !bounds.isBoundedAbove()) {
      PlacedColumn column = root.column(compares.get(0).field(), compares.get(0).column());
      bounds.below(Sql.held("r." + column.name(), column.shape(), dialect));
    }
    return bounds;
  }

  /** The comparisons of the type's own columns that every row must meet. */
  private static List<Condition.Compare> required(Condition condition) {
    if (condition instanceof Condition.And and) {
      return and.parts().stream().flatMap(part -> required(part).stream()).toList();
    }
    return condition instanceof Condition.Compare compare && compare.path().isEmpty()
        ? List.of(compare)
        : List.of();
  }

  private static boolean isWord(Condition.Compare compare) {
    List<Column> columns = compare.field().kind().columns(compare.field());
    return compare.operator() != Operator.NULL
        && columns.get(compare.column()).shape() == Shape.WORDS
        && picks(compare);
  }

  /**
   * Words lie in a table of their own; the condition itself begins with them where they are few.
   */
  private Narrow word(Condition.Compare compare) {
    Sql entries = new Sql().add("SELECT w.record_id FROM parley_word w WHERE ");
    Comparison.words(
        entries, compare.operator(), compare.values(), root.placed(compare.field()).id());
    String hint = dialect.readByKey(root.primaryKey());
    return new Narrow("r.id", new Sql().add("1 = 1"), hint, false, entries);
  }

  /** The one owner or team that a condition asks for, or null. */
  Condition.Compare holder(Condition condition) {
    return required(condition).stream()
        .filter(compare -> compare.operator() == Operator.EQUAL)
        .filter(compare -> HOLDERS.contains(compare.field().name()) && compare.field().system())
        .findFirst()
        .orElse(null);
  }

  /** Whether a condition compares words, which lie in a table of their own. */
  static boolean hasWords(Condition condition) {
    if (condition instanceof Condition.And and) {
      return and.parts().stream().anyMatch(Conditions::hasWords);
    }
    if (condition instanceof Condition.Or or) {
      return or.parts().stream().anyMatch(Conditions::hasWords);
    }
    Condition.Compare compare = (Condition.Compare) condition;
    List<Column> columns = compare.field().kind().columns(compare.field());
    return columns.get(compare.column()).shape() == Shape.WORDS;
  }

  private static boolean picks(Condition.Compare compare) {
    return switch (compare.operator()) {
      case EQUAL, IN -> true;
      case LIKE -> !((String) compare.values().get(0)).startsWith("*");
      case NULL -> (Boolean) compare.values().get(0);
      default -> false;
    };
  }

  private String hint(Condition.Compare compare) {
    if (Table.isId(compare.field())) {
      return dialect.readByKey(root.primaryKey());
    }
    if (Table.isVersion(compare.field())) {
      return null;
    }
    Table.Placed placed = root.placed(compare.field());
    PlacedColumn column = placed.columns().get(compare.column());
    if (placed.ascending() != null && column.equals(placed.compared())) {
      return dialect.readByIndex(placed.ascending());
    }
    return column.foreignKey() == null ? null : dialect.readByKey(column.foreignKey());
  }
}
