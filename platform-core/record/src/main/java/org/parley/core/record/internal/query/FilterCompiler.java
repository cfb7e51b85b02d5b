// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.query;

import cz.jirutka.rsql.parser.RSQLParser;
import cz.jirutka.rsql.parser.RSQLParserException;
import cz.jirutka.rsql.parser.ast.AndNode;
import cz.jirutka.rsql.parser.ast.ComparisonNode;
import cz.jirutka.rsql.parser.ast.ComparisonOperator;
import cz.jirutka.rsql.parser.ast.LogicalNode;
import cz.jirutka.rsql.parser.ast.Node;
import cz.jirutka.rsql.parser.ast.RSQLOperators;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.parley.core.record.Column;
import org.parley.core.record.Condition;
import org.parley.core.record.Field;
import org.parley.core.record.Model;
import org.parley.core.record.Operator;
import org.parley.core.record.RecordType;
import org.parley.core.record.Shape;
import org.parley.core.record.internal.kind.Kinds;

/**
 * Turns a filter into a condition on columns.
 *
 * @param userId who {@code me} is, 0 for nobody
 * @param across what the far side of references must meet as well
 */
public record FilterCompiler(Model model, RelativeTime time, long userId, Across across) {
  /** What records must meet that a filter looks at across references. */
  public interface Across {
    Condition of(List<Field> path, RecordType target);
  }

  /** A compiler for one who may see everything. */
  public FilterCompiler(Model model, RelativeTime time, long userId) {
    this(model, time, userId, (path, target) -> Condition.ALL);
  }

  private static final int MOST_COMPARISONS = 50;
  private static final int MOST_ARGUMENTS = 500;
  private static final int MOST_HOPS = 3;

  private static final ComparisonOperator IS_NULL = new ComparisonOperator("=null=");
  private static final Map<ComparisonOperator, Operator> OPERATORS =
      Map.of(
          RSQLOperators.EQUAL,
          Operator.EQUAL,
          RSQLOperators.NOT_EQUAL,
          Operator.NOT_EQUAL,
          RSQLOperators.LESS_THAN,
          Operator.LESS,
          RSQLOperators.LESS_THAN_OR_EQUAL,
          Operator.LESS_OR_EQUAL,
          RSQLOperators.GREATER_THAN,
          Operator.GREATER,
          RSQLOperators.GREATER_THAN_OR_EQUAL,
          Operator.GREATER_OR_EQUAL,
          RSQLOperators.IN,
          Operator.IN,
          RSQLOperators.NOT_IN,
          Operator.NOT_IN,
          IS_NULL,
          Operator.NULL);
  private static final RSQLParser PARSER = new RSQLParser(new HashSet<>(OPERATORS.keySet()));

  /** The condition; null and blank filters are met by all. */
  public Condition compile(RecordType type, String filter) {
    if (filter == null || filter.isBlank()) {
      return Condition.ALL;
    }
    Node root;
    try {
      root = PARSER.parse(FilterText.checked(filter));
    } catch (RSQLParserException | IllegalArgumentException e) {
      throw FilterText.bad("The filter cannot be read" + where(e) + ".");
    }
    return condition(type, root, new int[1]);
  }

  private static String where(Exception e) {
    String message = e.getCause() == null ? e.getMessage() : e.getCause().getMessage();
    String first = message == null ? "" : message.lines().findFirst().orElse("");
    int at = first.indexOf("at line 1, column ");
    return at < 0 ? "" : " at character " + first.substring(at + 18).replaceAll("\\D.*", "");
  }

  private Condition condition(RecordType type, Node node, int[] comparisons) {
    if (node instanceof LogicalNode logical) {
      List<Condition> parts = new ArrayList<>();
      for (Node child : logical) {
        parts.add(condition(type, child, comparisons));
      }
      return node instanceof AndNode ? new Condition.And(parts) : new Condition.Or(parts);
    }
    if (++comparisons[0] > MOST_COMPARISONS) {
      throw FilterText.bad("The filter has more than " + MOST_COMPARISONS + " comparisons.");
    }
    ComparisonNode comparison = (ComparisonNode) node;
    if (comparison.getArguments().size() > MOST_ARGUMENTS) {
      throw FilterText.bad("A list in the filter has more than " + MOST_ARGUMENTS + " values.");
    }
    return comparison(type, comparison);
  }

  private Condition comparison(RecordType type, ComparisonNode node) {
    List<Field> path = new ArrayList<>();
    RecordType at = type;
    String[] names = node.getSelector().split("\\.", -1);
    if (names.length > MOST_HOPS + 1) {
      throw FilterText.bad("The filter crosses more than " + MOST_HOPS + " references.");
    }
    for (int i = 0; i < names.length - 1; i++) {
      Field hop = field(at, names[i]);
      if (i == names.length - 2 && !hop.kind().parts(hop).isEmpty()) {
        return guarded(path, part(path, hop, names[i + 1], node));
      }
      if (!hop.refersToOne()) {
        throw FilterText.bad(
            "The filter can cross references to one type only, " + names[i] + " is none.");
      }
      path.add(hop);
      at = model.types().get(hop.to().get(0));
      if (at == null) {
        throw FilterText.bad("The filter cannot cross " + names[i] + ".");
      }
    }
    Field field = field(at, names[names.length - 1]);
    if (field == Kinds.ID && !path.isEmpty()) {
      // the id of what a reference points to is the reference itself: one join less
      field = path.remove(path.size() - 1);
    }
    Operator operator = OPERATORS.get(node.getOperator());
    return guarded(path, compared(path, field, operator, node.getArguments()));
  }

  /** Nothing is told of records across references that may not be seen. */
  private Condition guarded(List<Field> path, Condition condition) {
    List<Condition> parts = new ArrayList<>(List.of(condition));
    for (int length = 1; length <= path.size(); length++) {
      String target = path.get(length - 1).to().get(0);
      Condition far = across.of(path.subList(0, length), model.type(target));
      if (!far.equals(Condition.ALL)) {
        parts.add(far);
      }
    }
    return parts.size() == 1 ? condition : new Condition.And(parts);
  }

  private static Field field(RecordType type, String name) {
    return switch (name) {
      case "id" -> Kinds.ID;
      case "version" -> Kinds.VERSION;
      default -> type.field(name);
    };
  }

  private static Condition part(List<Field> path, Field field, String part, ComparisonNode node) {
    Operator operator = OPERATORS.get(node.getOperator());
    List<String> arguments = node.getArguments();
    return field.kind().comparePart(path, field, part, wildcard(operator, arguments), arguments);
  }

  /** The operator that an argument with {@code *} makes of it. */
  private static Operator wildcard(Operator operator, List<String> arguments) {
    boolean wildcard = arguments.size() == 1 && arguments.get(0).contains("*");
    return switch (operator) {
      case EQUAL -> wildcard ? Operator.LIKE : operator;
      case NOT_EQUAL -> wildcard ? Operator.NOT_LIKE : operator;
      default -> operator;
    };
  }

  private Condition compared(
      List<Field> path, Field field, Operator operator, List<String> arguments) {
    if (operator == Operator.NULL) {
      return field.kind().compare(path, field, operator, arguments);
    }
    if (!field.to().isEmpty()) {
      List<String> ids =
          arguments.stream().map(text -> text.equals("me") ? Long.toString(userId) : text).toList();
      return field.kind().compare(path, field, operator, ids);
    }
    List<Column> columns = field.kind().columns(field);
    Shape shape = columns.isEmpty() ? null : columns.get(0).shape();
    if (shape == Shape.DATE || shape == Shape.TIMESTAMP) {
      return new TimeComparison(time, path, field, shape).compare(operator, arguments);
    }
    return field.kind().compare(path, field, wildcard(operator, arguments), arguments);
  }
}
