// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.parley.core.record.Layer;

/**
 * An object within a descriptor, and where it stands. Reads attributes and reports those that are
 * of the wrong sort, so that a descriptor that went past its schema breaks nothing.
 */
final class Node {
  private final Layer layer;
  private final String file;
  private final String pointer;
  private final Map<?, ?> content;
  private final Problems problems;

  Node(Layer layer, String file, String pointer, Map<?, ?> content, Problems problems) {
    this.layer = layer;
    this.file = file;
    this.pointer = pointer;
    this.content = content;
    this.problems = problems;
  }

  Layer layer() {
    return layer;
  }

  boolean has(String attribute) {
    return content.get(attribute) != null;
  }

  Object raw(String attribute) {
    return content.get(attribute);
  }

  String text(String attribute) {
    return text(attribute, null);
  }

  String text(String attribute, String otherwise) {
    return value(attribute, String.class, "text", otherwise);
  }

  boolean flag(String attribute) {
    return value(attribute, Boolean.class, "true or false", false);
  }

  int number(String attribute, int otherwise) {
    Object value = content.get(attribute);
    if (value instanceof Integer || value instanceof Long) {
      long number = ((Number) value).longValue();
      return (int) Math.max(Integer.MIN_VALUE, Math.min(Integer.MAX_VALUE, number));
    }
    if (value != null) {
      problem(attribute, "wrong_kind", attribute + " must be a whole number.");
    }
    return otherwise;
  }

  private <T> T value(String attribute, Class<T> kind, String words, T otherwise) {
    Object value = content.get(attribute);
    if (value == null) {
      return otherwise;
    }
    if (kind.isInstance(value)) {
      return kind.cast(value);
    }
    problem(attribute, "wrong_kind", attribute + " must be " + words + ".");
    return otherwise;
  }

  /** The names of its attributes. */
  List<String> names() {
    return content.keySet().stream().map(String::valueOf).toList();
  }

  /** The objects of a list. */
  List<Node> nodes(String attribute) {
    List<Node> nodes = new ArrayList<>();
    List<?> items = value(attribute, List.class, "a list", List.of());
    for (int i = 0; i < items.size(); i++) {
      String at = pointer + "/" + attribute + "/" + i;
      if (items.get(i) instanceof Map<?, ?> item) {
        nodes.add(new Node(layer, file, at, item, problems));
      } else {
        problems.add(layer, file, at, "wrong_kind", "Here stands an object in braces.");
      }
    }
    return nodes;
  }

  /** An object, empty where it is left out. */
  Node node(String attribute) {
    Map<?, ?> map = value(attribute, Map.class, "an object", Map.of());
    return new Node(layer, file, pointer + "/" + attribute, map, problems);
  }

  /** The texts of a list. */
  List<String> texts(String attribute) {
    List<String> texts = new ArrayList<>();
    List<?> items = value(attribute, List.class, "a list", List.of());
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i) instanceof String text) {
        texts.add(text);
      } else {
        problem(attribute + "/" + i, "wrong_kind", "Here stands a text.");
      }
    }
    return texts;
  }

  /** Reports what is wrong with an attribute; the empty one stands for the object itself. */
  void problem(String attribute, String code, String message) {
    String at = attribute.isEmpty() ? pointer : pointer + "/" + attribute;
    problems.add(layer, file, at, code, message);
  }
}
