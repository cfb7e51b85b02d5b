// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.keep;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file {@code manifest.json} of a backup or an export. */
final class Json {
  static final String FILE = "manifest.json";
  static final int FORMAT = 1;
  private static final ObjectMapper MAPPER =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  private Json() {}

  static void write(Path folder, Object manifest) throws IOException {
    String text = MAPPER.writeValueAsString(manifest).replace("\r\n", "\n");
    Files.writeString(folder.resolve(FILE), text + "\n");
  }

  /**
   * Reads it.
   *
   * @param kind what the folder has to be
   * @throws Refusal when it is none, or of a format that this Parley does not know
   */
  static JsonNode read(Path folder, String kind) throws IOException {
    JsonNode manifest;
    try {
      manifest = MAPPER.readTree(Files.readAllBytes(folder.resolve(FILE)));
    } catch (JsonProcessingException e) {
      throw Checksums.damaged(FILE);
    }
    if (!manifest.path("kind").asText().equals(kind)) {
      throw Refusal.unfit(
          folder
              + " is not "
              + (kind.equals("export") ? "an export." : "a backup.")
              + " Its manifest says \""
              + manifest.path("kind").asText()
              + "\".");
    }
    if (manifest.path("format").asInt() != FORMAT) {
      throw Refusal.unfit(
          "It was made by Parley %s in format %d; this Parley knows format %d."
              .formatted(
                  manifest.path("parley").asText("?"), manifest.path("format").asInt(), FORMAT));
    }
    return manifest;
  }

  /** Refuses what a newer Parley has made: its tables may hold what we would lose. */
  static void refuseNewer(JsonNode manifest, int step) {
    if (manifest.path("schemaStep").asInt(Integer.MAX_VALUE) > step) {
      throw Refusal.unfit(
          "It was made by Parley %s, which is newer than this one. Use that Parley or a later one."
              .formatted(manifest.path("parley").asText("?")));
    }
  }
}
