// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Random;

/** Makes values that fit a schema of an OpenAPI document, mostly. */
final class Samples {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final JsonNode document;
  private final Random dice;

  Samples(JsonNode document, Random dice) {
    this.document = document;
    this.dice = dice;
  }

  /** Follows references inside the document. */
  JsonNode resolve(JsonNode node) {
    JsonNode at = node;
    for (int hops = 0; hops < 20 && at.has("$ref"); hops++) {
      at = document.at(at.path("$ref").asText().substring(1));
    }
    return at;
  }

  JsonNode value(JsonNode schemaOrReference, int depth) {
    JsonNode schema = resolve(schemaOrReference);
    if (depth > 6) {
      return NODES.nullNode();
    }
    if (schema.has("enum")) {
      return schema.path("enum").get(dice.nextInt(schema.path("enum").size()));
    }
    for (String choice : new String[] {"oneOf", "anyOf"}) {
      if (schema.path(choice).size() > 0) {
        return value(schema.path(choice).get(dice.nextInt(schema.path(choice).size())), depth + 1);
      }
    }
    if (schema.has("allOf")) {
      ObjectNode whole = NODES.objectNode();
      schema
          .path("allOf")
          .forEach(
              part -> {
                if (value(part, depth + 1) instanceof ObjectNode fields) {
                  whole.setAll(fields);
                }
              });
      return whole;
    }
    return switch (schema.path("type").asText("object")) {
      case "string" -> NODES.textNode(text(schema));
      case "integer" -> NODES.numberNode(dice.nextInt(100));
      case "number" -> NODES.numberNode(dice.nextInt(10_000) / 100.0);
      case "boolean" -> NODES.booleanNode(dice.nextBoolean());
      case "array" -> array(schema, depth);
      default -> object(schema, depth);
    };
  }

  private ArrayNode array(JsonNode schema, int depth) {
    ArrayNode array = NODES.arrayNode();
    for (int i = dice.nextInt(4); i > 0; i--) {
      array.add(value(schema.path("items"), depth + 1));
    }
    return array;
  }

  private ObjectNode object(JsonNode schema, int depth) {
    ObjectNode object = NODES.objectNode();
    String required = schema.path("required").toString();
    for (Map.Entry<String, JsonNode> property : schema.path("properties").properties()) {
      if (required.contains('"' + property.getKey() + '"') || dice.nextInt(3) == 0) {
        object.set(property.getKey(), value(property.getValue(), depth + 1));
      }
    }
    return object;
  }

  private String text(JsonNode schema) {
    return switch (schema.path("format").asText()) {
      case "date" -> "2026-11-" + (10 + dice.nextInt(20));
      case "date-time" -> "2026-11-22T08:00:00." + dice.nextInt(1000000) + "Z";
      case "email" -> "fuzz" + dice.nextInt(1000) + "@a.example";
      case "uri", "url" -> "https://a.example/" + dice.nextInt(1000);
      default -> "Fuzz " + Integer.toHexString(dice.nextInt());
    };
  }

  /** Replaces one value somewhere inside by a hostile one, or adds one. */
  void spoil(JsonNode node) {
    if (node instanceof ObjectNode object && object.size() > 0 && dice.nextInt(8) > 0) {
      String name =
          object.properties().stream()
              .skip(dice.nextInt(object.size()))
              .findFirst()
              .orElseThrow()
              .getKey();
      JsonNode inner = object.get(name);
      if (inner.isContainerNode() && inner.size() > 0 && dice.nextInt(4) > 0) {
        spoil(inner);
      } else {
        object.set(name, Hostile.value(dice));
      }
    } else if (node instanceof ObjectNode object) {
      object.set(Hostile.text(dice), Hostile.value(dice));
    } else if (node instanceof ArrayNode array && array.size() > 0 && dice.nextBoolean()) {
      spoil(array.get(dice.nextInt(array.size())));
    } else if (node instanceof ArrayNode array) {
      array.add(Hostile.value(dice));
    }
  }
}
