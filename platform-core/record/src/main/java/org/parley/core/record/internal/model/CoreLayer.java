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
import java.util.Set;
import org.parley.core.record.Descriptor;
import org.parley.core.record.Layer;

/** The record types of the platform itself, described as any plugin describes its own. */
public final class CoreLayer {
  private static final String FOLDER = "META-INF/parley/record-types/";
  private static final String ROLES = "META-INF/parley/seed/roles.json";
  private static final List<String> TYPES =
      List.of(
          "user",
          "team",
          "membership",
          "role",
          "role_assignment",
          "linked_login",
          "share",
          "company",
          "exchange_rate",
          "mail_server",
          "import",
          "view",
          "dashboard",
          "star",
          "notification",
          "attachment",
          "access_event",
          "export_event",
          "plugin_event");

  private static final Set<String> NAMES = Set.copyOf(TYPES);

  /** What the system writes down of what people do: nobody changes it, and it outlives them. */
  private static final Set<String> EVENTS = Set.of("access_event", "export_event", "plugin_event");

  private CoreLayer() {}

  /** Whether a type is of things that were written down and stay as they are. */
  public static boolean isEvent(String type) {
    return EVENTS.contains(type);
  }

  /** The names of the platform's own types. */
  public static Set<String> types() {
    return NAMES;
  }

  /** The types as a layer of a model. */
  public static Layer read() {
    List<Descriptor> types = new ArrayList<>();
    for (String type : TYPES) {
      types.add(descriptor(FOLDER + type + ".json"));
    }
    return new Layer(SystemFields.PLUGIN, "1", null, false, types, List.of());
  }

  /** The roles that every system begins with. */
  public static Descriptor roles() {
    return descriptor(ROLES);
  }

  private static Descriptor descriptor(String file) {
    try (InputStream in = CoreLayer.class.getClassLoader().getResourceAsStream(file)) {
      return new Descriptor(
          file, new ObjectMapper().readValue(in, new TypeReference<Map<String, Object>>() {}));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
