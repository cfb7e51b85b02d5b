// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.parley.api.record.Reference;
import org.parley.api.record.StoredFile;
import org.parley.core.record.Column;
import org.parley.core.record.Condition;
import org.parley.core.record.Field;
import org.parley.core.record.FieldKind;
import org.parley.core.record.Operator;
import org.parley.core.record.Shape;

/** Just enough field kinds to lay all shapes of columns out; values are what the columns hold. */
public class Kinds implements FieldKind {
  public static final FieldKind TEXT =
      new Kinds("text", field -> column(Shape.TEXT, field.max() == 0 ? 255 : field.max())) {
        @Override
        public List<Column> columns(Field field) {
          int max = field.max() == 0 ? 255 : field.max();
          return List.of(new Column("", Shape.TEXT, max), new Column("folded", Shape.TEXT, max));
        }

        @Override
        public Object[] split(Field field, Object value) {
          return new Object[] {
            value, value == null ? null : ((String) value).toLowerCase(Locale.ROOT)
          };
        }

        @Override
        public int comparedColumn(Field field) {
          return 1;
        }
      };
  public static final FieldKind LONGTEXT =
      new Kinds("longtext", field -> column(Shape.LONG_TEXT, 1_000_000)) {
        @Override
        public int comparedColumn(Field field) {
          return -1;
        }
      };
  public static final FieldKind CHOICE = new Kinds("choice", field -> column(Shape.TEXT, 60));
  public static final FieldKind INTEGER = new Kinds("integer", field -> column(Shape.LONG, 0));
  public static final FieldKind DECIMAL =
      new Kinds("decimal", field -> new Column("", Shape.DECIMAL, 19, 4, null));
  public static final FieldKind BOOLEAN = new Kinds("boolean", field -> column(Shape.BOOLEAN, 0));
  public static final FieldKind DATE = new Kinds("date", field -> column(Shape.DATE, 0));
  public static final FieldKind DATETIME =
      new Kinds("datetime", field -> column(Shape.TIMESTAMP, 0));

  /** Several words, one a line. */
  public static final FieldKind WORDS =
      new Kinds("words", field -> column(Shape.WORDS, field.max() == 0 ? 500 : field.max())) {
        @Override
        public int comparedColumn(Field field) {
          return -1;
        }
      };

  /** A field without a column. */
  public static final FieldKind NOWHERE =
      new Kinds("nowhere", field -> null) {
        @Override
        public List<Column> columns(Field field) {
          return List.of();
        }

        @Override
        public Object[] split(Field field, Object value) {
          return new Object[0];
        }

        @Override
        public Object join(Field field, Object[] columns) {
          return null;
        }

        @Override
        public int comparedColumn(Field field) {
          return -1;
        }
      };

  /** To one type or a fixed few. */
  public static final FieldKind REFERENCE =
      new Kinds("reference", field -> null) {
        @Override
        public List<Column> columns(Field field) {
          List<Column> columns = new ArrayList<>();
          if (field.to().contains("*")) {
            columns.add(new Column("type", Shape.TEXT, 40));
            columns.add(new Column("id", Shape.LONG, 0));
            return columns;
          }
          for (String to : field.to()) {
            columns.add(new Column(field.to().size() == 1 ? "" : to, Shape.LONG, 0, 0, to));
          }
          return columns;
        }

        @Override
        public Object[] split(Field field, Object value) {
          Reference reference = (Reference) value;
          Object[] columns = new Object[columns(field).size()];
          if (reference != null && field.to().contains("*")) {
            columns[0] = reference.type();
            columns[1] = reference.id();
          } else if (reference != null) {
            columns[field.to().indexOf(reference.type())] = reference.id();
          }
          return columns;
        }

        @Override
        public Object join(Field field, Object[] columns) {
          if (field.to().contains("*")) {
            return columns[0] == null
                ? null
                : new Reference((String) columns[0], (Long) columns[1]);
          }
          for (int i = 0; i < columns.length; i++) {
            if (columns[i] != null) {
              return new Reference(field.to().get(i), (Long) columns[i]);
            }
          }
          return null;
        }
      };

  /** A file: its hash, and what it is called. */
  public static final FieldKind FILE =
      new Kinds("file", field -> null) {
        @Override
        public List<Column> columns(Field field) {
          return List.of(
              new Column("hash", Shape.TEXT, 64),
              new Column("", Shape.TEXT, 255),
              new Column("size", Shape.LONG, 0));
        }

        @Override
        public Object[] split(Field field, Object value) {
          return value instanceof StoredFile file
              ? new Object[] {file.hash(), file.name(), file.size()}
              : new Object[3];
        }

        @Override
        public Object join(Field field, Object[] columns) {
          return columns[0] == null
              ? null
              : new StoredFile(
                  (String) columns[0], (String) columns[1], (Long) columns[2], "text/plain");
        }
      };

  private final String name;
  private final Function<Field, Column> column;

  private Kinds(String name, Function<Field, Column> column) {
    this.name = name;
    this.column = column;
  }

  @Override
  public String name() {
    return name;
  }

  private static Column column(Shape shape, int size) {
    return new Column("", shape, size);
  }

  @Override
  public List<Column> columns(Field field) {
    return List.of(column.apply(field));
  }

  @Override
  public Object read(Field field, Object json) {
    return json;
  }

  @Override
  public Object write(Field field, Object value) {
    return value;
  }

  @Override
  public Object[] split(Field field, Object value) {
    return new Object[] {value};
  }

  @Override
  public Object join(Field field, Object[] columns) {
    return columns[0];
  }

  @Override
  public int comparedColumn(Field field) {
    return 0;
  }

  @Override
  public Condition compare(
      List<Field> path, Field field, Operator operator, List<String> arguments) {
    return new Condition.Compare(
        path, field, Math.max(0, comparedColumn(field)), operator, List.copyOf(arguments));
  }
}
