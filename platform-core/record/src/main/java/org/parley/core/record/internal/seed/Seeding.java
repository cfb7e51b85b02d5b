// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.seed;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.ParleyException;
import org.parley.api.record.Record;
import org.parley.api.record.Reference;
import org.parley.api.security.Principal;
import org.parley.core.record.Condition;
import org.parley.core.record.Descriptor;
import org.parley.core.record.Field;
import org.parley.core.record.Models;
import org.parley.core.record.Operator;
import org.parley.core.record.RecordType;
import org.parley.core.record.Selection;
import org.parley.core.record.Storage;
import org.parley.core.record.internal.company.CompanySettings;
import org.parley.core.record.internal.query.RelativeTime;
import org.parley.core.record.internal.write.RecordWriter;
import org.parley.core.record.internal.write.WriteUnit;

/**
 * Creates the records that plugins bring, those that were never created before. They pass hooks and
 * validation like any other, in transactions small enough for people to work beside them.
 */
public final class Seeding {
  private static final int BATCH = 100;
  private static final String SOURCE = "seed:";

  private final Storage storage;
  private final RecordWriter writer;
  private final CompanySettings company;
  private final boolean demo;

  /**
   * The seeding of one system.
   *
   * @param demo whether demo data is wanted whatever the company has chosen
   */
  public Seeding(Storage storage, RecordWriter writer, CompanySettings company, boolean demo) {
    this.storage = storage;
    this.writer = writer;
    this.company = company;
    this.demo = demo;
  }

  /** Creates what is missing of a plugin's records. */
  public void seed(String plugin, List<Descriptor> seeds) {
    boolean demoWanted = demo || demoChosen();
    for (Descriptor seed : seeds) {
      if (isDemo(seed) && !demoWanted) {
        continue;
      }
      List<Map<?, ?>> missing = missing(plugin, seed);
      for (int from = 0; from < missing.size(); from += BATCH) {
        List<Map<?, ?>> batch = missing.subList(from, Math.min(missing.size(), from + BATCH));
        writer.write(
            Principal.SYSTEM,
            "seed",
            unit -> {
              new Batch(unit, plugin, seed).create(batch);
              return null;
            },
            (serving, nothing) -> null);
      }
    }
  }

  private static boolean isDemo(Descriptor seed) {
    return Boolean.TRUE.equals(seed.content().get("demo"));
  }

  private boolean demoChosen() {
    try (Storage.Serving serving = storage.serve()) {
      return company.company(serving).demo();
    }
  }

  /** Moves what a plugin's demo files have created to the trash, the last first. */
  public Models.DemoRemoved removeDemo(String plugin, List<Descriptor> seeds) {
    int removed = 0;
    List<String> kept = new ArrayList<>();
    for (int file = seeds.size() - 1; file >= 0; file--) {
      if (isDemo(seeds.get(file))
          && seeds.get(file).content().get("records") instanceof List<?> all) {
        for (int i = all.size() - 1; i >= 0; i--) {
          if (all.get(i) instanceof Map<?, ?> record) {
            removed += remove(plugin, record, kept);
          }
        }
      }
    }
    return new Models.DemoRemoved(removed, kept);
  }

  /** Takes what {@link #removeDemo} has removed out of the trash, the first first. */
  public void restoreDemo(String plugin, List<Descriptor> seeds) {
    for (Descriptor seed : seeds) {
      if (isDemo(seed) && seed.content().get("records") instanceof List<?> all) {
        for (Object one : all) {
          if (one instanceof Map<?, ?> record) {
            there(plugin, record)
                .filter(gone -> gone.get("deleted_at") != null)
                .ifPresent(
                    gone ->
                        writer.restore(
                            Principal.SYSTEM,
                            String.valueOf(record.get("type")),
                            gone.id(),
                            "seed"));
          }
        }
      }
    }
  }

  /** The record that one of a seed file has become, in the trash or not. */
  private Optional<Record> there(String plugin, Map<?, ?> record) {
    try (Storage.Serving serving = storage.serve()) {
      RecordType found = serving.model().types().get(String.valueOf(record.get("type")));
      return found == null
          ? Optional.empty()
          : serving
              .external(SOURCE + plugin, String.valueOf(record.get("uid")))
              .flatMap(id -> serving.find(found, id));
    }
  }

  /** How many went to the trash: one, or none where it is gone already or needed. */
  private int remove(String plugin, Map<?, ?> record, List<String> kept) {
    String type = String.valueOf(record.get("type"));
    Optional<Record> there = there(plugin, record).filter(live -> live.get("deleted_at") == null);
    if (there.isEmpty()) {
      return 0;
    }
    try {
      writer.delete(Principal.SYSTEM, type, there.get().id(), 0, "seed");
      return 1;
    } catch (ParleyException needed) {
      if (needed.kind() != ErrorKind.CONFLICT) {
        throw needed;
      }
      kept.add(needed.getMessage());
      return 0;
    }
  }

  private List<Map<?, ?>> missing(String plugin, Descriptor seed) {
    List<Map<?, ?>> missing = new ArrayList<>();
    try (Storage.Serving serving = storage.serve()) {
      if (seed.content().get("records") instanceof List<?> records) {
        for (Object record : records) {
          if (record instanceof Map<?, ?> map
              && serving.external(SOURCE + plugin, String.valueOf(map.get("uid"))).isEmpty()) {
            missing.add(map);
          }
        }
      }
    }
    return missing;
  }

  /** The records of one transaction. */
  private final class Batch {
    private final WriteUnit unit;
    private final String plugin;
    private final Descriptor seed;
    private final Storage.Serving serving;
    private final RelativeTime time;
    private final Map<String, Reference> created = new HashMap<>();

    Batch(WriteUnit unit, String plugin, Descriptor seed) {
      this.unit = unit;
      this.plugin = plugin;
      this.seed = seed;
      this.serving = unit.serving();
      this.time = company.time(serving);
    }

    void create(List<Map<?, ?>> records) {
      for (Map<?, ?> record : records) {
        String uid = String.valueOf(record.get("uid"));
        try {
          RecordType type = serving.model().type(String.valueOf(record.get("type")));
          Record made = unit.create(type.name(), body(type, record), SOURCE + plugin, uid);
          created.put(uid, new Reference(type.name(), made.id()));
        } catch (ParleyException e) {
          throw new ParleyException(
              e.kind(),
              e.code(),
              "The seed " + seed.file() + " fails at " + uid + ": " + e.getMessage(),
              e.fields(),
              e);
        }
      }
    }

    private Map<String, Object> body(RecordType type, Map<?, ?> record) {
      Map<String, Object> body = new LinkedHashMap<>();
      if (record.get("fields") instanceof Map<?, ?> fields) {
        fields.forEach(
            (name, json) -> {
              Field field = type.fields().get(String.valueOf(name));
              body.put(String.valueOf(name), field == null ? json : value(field, json));
            });
      }
      if (record.get("created_at") instanceof String at) {
        body.put("created_at", value(type.field("created_at"), at));
      }
      if (record.get("owner") instanceof String owner) {
        body.put("owner", owner);
      }
      if (body.get("owner") instanceof String owner) {
        user(owner).ifPresentOrElse(id -> body.put("owner", id), () -> body.remove("owner"));
      }
      return body;
    }

    private Object value(Field field, Object json) {
      if (field.junction() != null && json instanceof List<?> items) {
        return items.stream().map(item -> junction(field, item)).toList();
      }
      if (json instanceof Map<?, ?> map && map.get("uid") instanceof String uid) {
        Reference reference = reference(field, uid);
        Map<String, Object> pair = new LinkedHashMap<>();
        pair.put("type", reference.type());
        pair.put("id", reference.id());
        return pair;
      }
      if (json instanceof Map<?, ?> money && field.kind().name().equals("money")) {
        Map<String, Object> full = new LinkedHashMap<>();
        full.put("currency", company.company(serving).currency());
        money.forEach((name, part) -> full.put(String.valueOf(name), part));
        return full;
      }
      if (json instanceof String username && field.kind().name().equals("user")) {
        return user(username).map(Object.class::cast).orElse(null);
      }
      if (json instanceof String text && RelativeTime.isPoint(text)) {
        switch (field.kind().name()) {
          case "date":
            return time.date(text).orElseThrow().toString();
          case "datetime":
            return time.instant(text).map(Instant::toString).orElseThrow();
          default:
            return json;
        }
      }
      return json;
    }

    private Object junction(Field field, Object item) {
      Map<String, Object> body = new LinkedHashMap<>();
      RecordType through = serving.model().type(field.junction().through());
      if (item instanceof Map<?, ?> map) {
        map.forEach(
            (name, json) -> {
              Field part = through.fields().get(String.valueOf(name));
              body.put(String.valueOf(name), part == null ? json : value(part, json));
            });
      }
      return body;
    }

    private Reference reference(Field field, String uid) {
      Reference here = created.get(uid);
      if (here != null) {
        return here;
      }
      int colon = uid.indexOf(':');
      String source = SOURCE + (colon < 0 ? plugin : uid.substring(0, colon));
      return serving
          .external(source, uid.substring(colon + 1))
          .flatMap(id -> typed(field, id))
          .orElseThrow(
              () ->
                  new ParleyException(
                      ErrorKind.INVALID,
                      "invalid",
                      field.name() + " names " + uid + ", which no seed has created."));
    }

    private Optional<Reference> typed(Field field, long id) {
      return serving.model().types().values().stream()
          .filter(field::refersTo)
          .filter(type -> field.refersToOne() || serving.find(type, id).isPresent())
          .findFirst()
          .map(type -> new Reference(type.name(), id));
    }

    private Optional<Long> user(String username) {
      RecordType type = serving.model().type("user");
      Field field = type.field("username");
      Condition where = field.kind().compare(List.of(), field, Operator.EQUAL, List.of(username));
      return serving.list(new Selection(type, where, null, List.of(), null, 1, false)).stream()
          .findFirst()
          .map(row -> row.record().id());
    }
  }
}
