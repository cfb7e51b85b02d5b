// SPDX-License-Identifier: Apache-2.0
package org.parley.testkit;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.PathType;
import com.networknt.schema.SchemaLocation;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import com.networknt.schema.serialization.JsonNodeReader;
import com.networknt.schema.utils.JsonNodes;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads a plugin's descriptors and holds them against the published JSON Schemas of the API. */
final class Descriptors {
  private static final String SCHEMAS = "org/parley/schema/";

  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION).build();

  private final JsonNodeReader reader =
      JsonNodeReader.builder().jsonMapper(JSON).locationAware().build();
  private final JsonSchemaFactory factory =
      JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012);
  private final Map<String, JsonSchema> schemas = new HashMap<>();

  /** The name of the schema for a file below {@code META-INF/parley/}, empty when none is known. */
  static Optional<String> schemaFor(String file) {
    String path = file.substring(PluginUnderTest.DESCRIPTORS.length());
    if (path.matches("record-types/[^/]+\\.json")) {
      return Optional.of("record-type");
    }
    if (path.matches("extensions/[^/]+\\.json")) {
      return Optional.of("extension");
    }
    if (path.matches("seed/[^/]+\\.json")) {
      return Optional.of("seed");
    }
    if (path.matches("i18n/[a-z]{2,3}\\.json")) {
      return Optional.of("i18n");
    }
    return switch (path) {
      case "plugin.json" -> Optional.of("plugin");
      case "ui.json" -> Optional.of("ui");
      default -> Optional.empty();
    };
  }

  /** Parses a file; what keeps it from being JSON is added to the findings. */
  Optional<JsonNode> parse(String file, String text, List<Finding> findings) {
    try {
      return Optional.of(reader.readTree(text, InputFormat.JSON));
    } catch (IllegalArgumentException e) {
      // The validator wraps what Jackson throws.
      if (!(e.getCause() instanceof JsonProcessingException syntax)) {
        throw e;
      }
      JsonLocation location = syntax.getLocation();
      findings.add(
          new Finding(
              file,
              location == null ? 0 : location.getLineNr(),
              "",
              "is not JSON: " + syntax.getOriginalMessage()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Optional.empty();
  }

  /** What a schema finds wrong with a file. */
  List<Finding> validate(String schema, String file, JsonNode content) {
    List<Finding> findings = new ArrayList<>();
    for (ValidationMessage message : schema(schema).validate(content)) {
      JsonNode culprit = message.getInstanceNode();
      String pointer = message.getInstanceLocation().toString();
      if (message.getProperty() != null && culprit != null && culprit.has(message.getProperty())) {
        culprit = culprit.get(message.getProperty());
        pointer = pointer + "/" + message.getProperty();
      }
      findings.add(new Finding(file, line(culprit), pointer, reason(message)));
    }
    return findings;
  }

  /** The line a node begins at, 0 when it is not known. */
  static int line(JsonNode node) {
    JsonLocation location = node == null ? null : JsonNodes.tokenLocationOf(node);
    return location == null ? 0 : location.getLineNr();
  }

  private static String reason(ValidationMessage message) {
    String text = message.getMessage();
    String where = message.getInstanceLocation() + ": ";
    return text.startsWith(where) ? text.substring(where.length()) : text;
  }

  private JsonSchema schema(String name) {
    return schemas.computeIfAbsent(name, this::load);
  }

  private JsonSchema load(String name) {
    String resource = SCHEMAS + name + ".schema.json";
    try (InputStream in = Descriptors.class.getClassLoader().getResourceAsStream(resource)) {
      if (in == null) {
        throw new IllegalStateException("parley-api has no " + resource + " on the class path.");
      }
      SchemaValidatorsConfig config =
          SchemaValidatorsConfig.builder().pathType(PathType.JSON_POINTER).build();
      return factory.getSchema(
          SchemaLocation.of("classpath:" + resource), JSON.readTree(in), config);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
