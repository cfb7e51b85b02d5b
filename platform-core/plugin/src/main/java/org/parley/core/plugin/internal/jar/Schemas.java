// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin.internal.jar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.parley.api.error.ParleyException;

/** Checks descriptors against the schemas that the API publishes. Safe for use by many threads. */
final class Schemas {
  private static final String FOLDER = "org/parley/schema/";

  /** The pattern of names in the schemas. */
  private static final String NAME = "^[a-z][a-z0-9_]{0,39}$";

  /** Only ever given JDK values: a mapper that saw a plugin's class would hold its loader. */
  private final ObjectMapper mapper = new ObjectMapper();

  private final Map<String, JsonSchema> schemas = new ConcurrentHashMap<>();

  /**
   * @param name of a schema, such as {@code record-type}
   * @param file the file's path in the jar
   */
  void check(String name, JsonText text, String file, Findings findings) {
    JsonNode node = mapper.valueToTree(text.value());
    List<ValidationMessage> messages =
        schemas.computeIfAbsent(name, Schemas::load).validate(node).stream()
            .sorted(Comparator.comparingInt(message -> text.line(pointer(message))))
            .toList();
    for (ValidationMessage message : messages) {
      String pointer = pointer(message);
      findings.refuse(code(message), sentence(message), file, text.line(pointer), pointer);
    }
  }

  /** Names the unknown attribute itself rather than the object around it. */
  private static String pointer(ValidationMessage message) {
    String at = message.getInstanceLocation().toString();
    return "additionalProperties".equals(message.getType()) && message.getProperty() != null
        ? at + "/" + message.getProperty().replace("~", "~0").replace("/", "~1")
        : at;
  }

  private static String code(ValidationMessage message) {
    return switch (message.getType()) {
      case "additionalProperties" -> "unknown_attribute";
      case "required" -> "missing_attribute";
      case "type" -> "wrong_kind";
      default -> "invalid";
    };
  }

  private static String sentence(ValidationMessage message) {
    return switch (message.getType()) {
      case "enum" -> "It must be one of " + values(message.getSchemaNode()) + here(message);
      case "const" -> "It must be " + message.getSchemaNode().asText() + here(message);
      case "pattern" ->
          "It does not fit"
              + here(message).replaceFirst("\\.$", "")
              + (NAME.equals(message.getSchemaNode().asText())
                  ? ": a name begins with a small letter, then come small letters, digits and"
                      + " underscores, 40 characters at most."
                  : ": the pattern is " + message.getSchemaNode().asText() + " .");
      case "additionalProperties" -> "There is no attribute " + message.getProperty() + " here.";
      case "required" -> "The attribute " + message.getProperty() + " is missing.";
      default -> {
        String error = message.getError() == null ? message.getMessage() : message.getError();
        yield "It " + error + (error.endsWith(".") ? "" : ".");
      }
    };
  }

  private static String here(ValidationMessage message) {
    JsonNode node = message.getInstanceNode();
    String text = node == null ? "" : node.toString();
    return text.isEmpty() || text.length() > 100 ? "." : "; here it is " + text + ".";
  }

  private static String values(JsonNode values) {
    List<String> texts = new ArrayList<>();
    values.forEach(value -> texts.add(value.asText()));
    return String.join(", ", texts);
  }

  private static JsonSchema load(String name) {
    SchemaValidatorsConfig config =
        SchemaValidatorsConfig.builder()
            .pathType(PathType.JSON_POINTER)
            .locale(Locale.ROOT)
            .cacheRefs(true)
            .build();
    // Found through the API's own loader: the folder is content of the API bundle, not a package.
    try (InputStream schema =
        ParleyException.class
            .getClassLoader()
            .getResourceAsStream(FOLDER + name + ".schema.json")) {
      if (schema == null) {
        throw new IllegalStateException("The API has no schema " + name);
      }
      return JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(schema, config);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }
}
