// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.model;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.parley.core.record.Descriptor;
import org.parley.core.record.Layer;

/** The record types of the platform itself, described as any plugin describes its own. */
public final class CoreLayer {
  private static final String FOLDER = "META-INF/parley/record-types/";
  private static final List<String> TYPES =
      List.of(
          "user",
          "team",
          "company",
          "exchange_rate",
          "import",
          "view",
          "dashboard",
          "star",
          "notification",
          "attachment");

  private CoreLayer() {}

  public static Layer read() {
    ObjectMapper json = new ObjectMapper();
    List<Descriptor> types = new ArrayList<>();
    for (String type : TYPES) {
      String file = FOLDER + type + ".json";
      try (InputStream in = CoreLayer.class.getClassLoader().getResourceAsStream(file)) {
        types.add(
            new Descriptor(file, json.readValue(in, new TypeReference<Map<String, Object>>() {})));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return new Layer(SystemFields.PLUGIN, "1", null, false, types, List.of());
  }
}
