// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.kinds;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What one kind of field does, as a row of the suite. Texts are JSON; {@code @user}, {@code @ann}
 * and {@code @bob} in them are ids of records that are there, {@code @value} the answered value.
 */
public final class KindRow {
  private static final ObjectMapper JSON = new ObjectMapper();

  final String name;
  final String kind;
  final String attributes;
  String value;
  String other;
  String answered;
  String otherAnswered;
  final Map<String, String> bad = new LinkedHashMap<>();
  final List<String> found = new ArrayList<>();
  final List<String> missed = new ArrayList<>();
  final List<String> badFilters = new ArrayList<>();
  boolean sorts;
  boolean includes;
  boolean readOnly;
  boolean beside;
  String shown;

  private KindRow(String name, String kind, String attributes) {
    this.name = name;
    this.kind = kind;
    this.attributes = attributes;
  }

  /**
   * A row.
   *
   * @param name of the field, unique among the rows
   * @param attributes of the descriptor besides name and kind, such as {@code "max": 20}
   */
  static KindRow of(String name, String kind, String attributes) {
    return new KindRow(name, kind, attributes);
  }

  /** A value and another one, which sorts behind it; answered as they are given. */
  KindRow values(String one, String another) {
    value = one;
    other = another;
    answered = one;
    otherAnswered = another;
    return this;
  }

  /** How these values are answered, where that differs. */
  KindRow answers(String one, String another) {
    answered = one;
    otherAnswered = another;
    return this;
  }

  KindRow bad(String json, String code) {
    bad.put(json, code);
    return this;
  }

  /** A filter that finds the value and not the other one. */
  KindRow found(String filter) {
    found.add(filter);
    return this;
  }

  /** A filter that finds the other value only. */
  KindRow missed(String filter) {
    missed.add(filter);
    return this;
  }

  /** A filter that means nothing for this kind. */
  KindRow badFilter(String filter) {
    badFilters.add(filter);
    return this;
  }

  KindRow sorts() {
    sorts = true;
    return this;
  }

  KindRow includes() {
    includes = true;
    return this;
  }

  /** Given by the system. */
  KindRow readOnly() {
    readOnly = true;
    return this;
  }

  /** Answered by include only. */
  KindRow beside() {
    beside = true;
    return this;
  }

  /** What the grid shows of the value when it was typed into the form. */
  KindRow shown(String text) {
    shown = text;
    return this;
  }

  public String name() {
    return name;
  }

  public String kind() {
    return kind;
  }

  public String shown() {
    return shown;
  }

  /** Its field in a descriptor. */
  String field() {
    return "{\"name\": \"%s\", \"kind\": \"%s\"%s}"
        .formatted(name, kind, attributes.isEmpty() ? "" : ", " + attributes);
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  @Override
  public String toString() {
    return name.equals(kind) ? kind : kind + " " + name;
  }
}
