// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.query;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.parley.core.record.Condition;
import org.parley.core.record.Field;
import org.parley.core.store.internal.database.Dialect;
import org.parley.core.store.internal.schema.Table;
import org.parley.core.store.internal.schema.Table.PlacedColumn;
import org.parley.core.store.internal.schema.Tables;

/** A condition as SQL, and the joins its paths need: one for each path, shared. */
final class Conditions {
  private record Join(String alias, Table table) {}

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
    Sql where = new Sql().add("r." + Table.DELETED + (trash ? " IS NOT NULL" : " IS NULL"));
    return Condition.ALL.equals(condition) ? where : where.add(" AND ").add(compile(condition));
  }

  Sql compile(Condition condition) {
    Sql sql = new Sql();
    compile(sql, condition);
    return sql;
  }

  private void compile(Sql sql, Condition condition) {
    if (condition instanceof Condition.And and) {
      all(sql, and.parts(), " AND ", "1 = 1");
    } else if (condition instanceof Condition.Or or) {
      all(sql, or.parts(), " OR ", "1 = 0");
    } else if (condition instanceof Condition.Compare compare) {
      Join join = join(compare.path());
      PlacedColumn column = join.table().column(compare.field(), compare.column());
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
   * @param hint to read the table by that index
   */
  record Narrow(String column, Sql condition, String hint) {}

  /** The parts of a condition, each of which all rows must meet, that an index answers. */
  List<Narrow> narrows(Condition condition) {
    if (condition instanceof Condition.And and) {
      return and.parts().stream().flatMap(part -> narrows(part).stream()).toList();
    }
    if (!(condition instanceof Condition.Compare compare)
        || !compare.path().isEmpty()
        || !picks(compare)) {
      return List.of();
    }
    String hint = hint(compare);
    return hint == null
        ? List.of()
        : List.of(
            new Narrow(
                "r." + root.column(compare.field(), compare.column()).name(),
                compile(compare),
                hint));
  }

  private static boolean picks(Condition.Compare compare) {
    return switch (compare.operator()) {
      case EQUAL, IN -> true;
      case LIKE -> !((String) compare.values().get(0)).startsWith("*");
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
