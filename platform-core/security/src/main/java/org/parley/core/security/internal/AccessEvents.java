// SPDX-License-Identifier: Apache-2.0
package org.parley.core.security.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.parley.api.security.Principal;
import org.parley.core.record.RecordStore;
import org.parley.core.security.SecurityStorage.Credential;
import org.parley.core.security.Sessions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down who got in or tried to, and what became of passwords and tokens, for those who audit.
 * That it cannot be written keeps nobody out. Safe for use by many threads.
 */
final class AccessEvents {
  private static final Logger LOG = LoggerFactory.getLogger(AccessEvents.class);
  private static final String TYPE = "access_event";
  private static final String THROUGH = "rest";

  /** Failures of one account are written down this often: guessing must not fill the disk. */
  private static final Duration APART = Duration.ofMinutes(1);

  private static final int LONGEST_AGENT = 400;
  private static final int LONGEST_NAME = 200;

  /** Stands for those who come from another system and are nobody here. */
  private static final long ANYBODY = 0;

  private static final int MOST = 1_000;

  private final RecordStore records;
  private final InstantSource clock;
  private final Map<Long, Failures> failures = new ConcurrentHashMap<>();

  /** Failures of an account that were not written down yet, and when some were. */
  private record Failures(int untold, Instant told) {}

  AccessEvents(RecordStore records, InstantSource clock) {
    this.records = records;
    this.clock = clock;
  }

  /**
   * Somebody got in; the record that says so, 0 where it could not be written.
   *
   * @param way the plugin that let them in, or null
   */
  long login(Principal who, Sessions.Client client, String way) {
    Map<String, Object> fields = from(client);
    if (way != null) {
      fields.put("name", way);
    }
    Failures before = failures.remove(who.userId());
    if (before != null && before.untold() > 0) {
      fields.put("tries", before.untold());
    }
    return write(who, "login", who.userId(), fields);
  }

  /** Somebody tried to get in as a person. */
  void failed(Credential as, Sessions.Client client) {
    failed(as.userId(), client, Map.of("person", as.userId()));
  }

  /** Somebody came from another system, and is nobody here. */
  void refused(String plugin, String why, Sessions.Client client) {
    String name = plugin + ": " + why;
    failed(
        ANYBODY,
        client,
        Map.of("name", name.length() > LONGEST_NAME ? name.substring(0, LONGEST_NAME) : name));
  }

  private void failed(long counted, Sessions.Client client, Map<String, Object> about) {
    Instant now = clock.instant();
    if (failures.size() >= MOST) {
      failures.clear();
    }
    Failures before =
        failures.merge(
            counted,
            new Failures(1, Instant.MIN),
            (known, one) -> new Failures(known.untold() + 1, known.told()));
    boolean due = before.told().equals(Instant.MIN) || before.told().plus(APART).isBefore(now);
    if (due && failures.replace(counted, before, new Failures(0, now))) {
      Map<String, Object> fields = from(client);
      fields.put("tries", before.untold());
      fields.putAll(about);
      write(Principal.SYSTEM, "failed", fields);
      if (counted == ANYBODY) {
        LOG.warn("Nobody got in by {}", about.get("name"));
      }
    }
  }

  /** Something else was done about how a person gets in. */
  long told(Principal by, String kind, long person) {
    return write(by, kind, person, new LinkedHashMap<>());
  }

  /** The same by somebody at a place. */
  long told(Principal by, String kind, long person, Sessions.Client client) {
    return write(by, kind, person, from(client));
  }

  /** Something was done about a token of a name. */
  long told(Principal by, String kind, long person, String name) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", name);
    return write(by, kind, person, fields);
  }

  private static Map<String, Object> from(Sessions.Client client) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("address", client.address());
    String agent = client.agent();
    if (agent != null) {
      fields.put(
          "agent", agent.length() > LONGEST_AGENT ? agent.substring(0, LONGEST_AGENT) : agent);
    }
    return fields;
  }

  private long write(Principal by, String kind, long person, Map<String, Object> fields) {
    fields.put("person", person);
    return write(by, kind, fields);
  }

  private long write(Principal by, String kind, Map<String, Object> fields) {
    fields.put("kind", kind);
    try {
      return records.note(by, TYPE, fields, THROUGH);
    } catch (RuntimeException e) {
      LOG.warn("Not written down: {} of user {}: {}", kind, fields.get("person"), e.getMessage());
      return 0;
    }
  }
}
