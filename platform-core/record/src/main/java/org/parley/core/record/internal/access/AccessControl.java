// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.access;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.parley.api.record.Record;
import org.parley.api.security.Principal;
import org.parley.core.record.Explanation;
import org.parley.core.record.Model;
import org.parley.core.record.RecordType;
import org.parley.core.record.Storage;

/**
 * Who may do what with records, below every way in. Remembers what people may for a short while: a
 * change here holds from the next call on, one on another node within {@link #REMEMBERED}. Safe for
 * use by many threads.
 */
public final class AccessControl {
  private static final Duration REMEMBERED = Duration.ofSeconds(10);
  private static final int MOST = 10_000;

  /** What permissions are made of. */
  private static final Set<String> SOURCES =
      Set.of("user", "team", "role", "membership", "role_assignment", "share");

  /** Whoever has the same roles sees the same model. */
  private record View(long model, List<Grants> roles, boolean outside) {}

  private final Clock clock;
  private final Map<Long, Held> known = new ConcurrentHashMap<>();
  private final Map<View, Model> models = new ConcurrentHashMap<>();
  private final Map<String, OfPlugin> plugins = new ConcurrentHashMap<>();
  private final AtomicLong generation = new AtomicLong();

  /** What a plugin may do in its own name by a model. */
  private record OfPlugin(Model model, Held held) {}

  public AccessControl(Clock clock) {
    this.clock = clock;
  }

  /** What a principal may do in one call. */
  public Access of(Principal principal, Storage.Serving serving) {
    boolean unlimited =
        principal != null
            && (principal.kind() == Principal.Kind.SYSTEM
                || principal.kind() == Principal.Kind.USER && principal.may(Right.RECORDS.word()));
    return new Access(this, principal, serving, unlimited);
  }

  /** Must be called after a commit that wrote records of these types. */
  public void written(Set<String> types) {
    if (types.stream().anyMatch(SOURCES::contains)) {
      generation.incrementAndGet();
      known.clear();
    }
  }

  /** The named rights of a person, by all their roles. */
  public Set<String> rights(Storage.Serving serving, long userId) {
    return held(serving, userId).rights();
  }

  /** Why somebody can or cannot do something with a record. */
  public Explanation explain(Storage.Serving serving, long userId, RecordType type, Record record) {
    Principal about = new Principal(Principal.Kind.USER, userId, "", Set.of());
    return new Reasons(of(about, serving), held(serving, userId).permissions()).of(type, record);
  }

  /** What is known of a person. */
  Held held(Storage.Serving serving, long userId) {
    Instant now = clock.instant();
    Held remembered = known.get(userId);
    if (remembered != null && remembered.holds(now)) {
      return remembered;
    }
    long before = generation.get();
    Permissions permissions = new PermissionReader(serving).read(userId);
    Held read = new Held(permissions, now.plus(REMEMBERED));
    if (known.size() >= MOST) {
      known.clear();
    }
    known.put(userId, read);
    if (before != generation.get()) {
      known.remove(userId);
    }
    return read;
  }

  /** What is known of a plugin that acts in its own name: what it was granted when it came. */
  Held held(Storage.Serving serving, String plugin) {
    Model model = serving.model();
    OfPlugin remembered = plugins.get(plugin);
    if (remembered == null || remembered.model() != model) {
      Permissions permissions = Permissions.ofPlugin(plugin, model);
      remembered = new OfPlugin(model, new Held(permissions, Instant.MAX));
      plugins.put(plugin, remembered);
    }
    return remembered.held();
  }

  /** The model as somebody with these permissions sees it. */
  Model seen(Access access, Model whole, Permissions permissions) {
    View view = new View(whole.version(), permissions.roles(), permissions.outside());
    Model model = models.get(view);
    if (model == null) {
      model = SeenModel.of(whole, access::reads, access::reads);
      models.keySet().removeIf(old -> old.model() < whole.version());
      if (models.size() < MOST) {
        models.put(view, model);
      }
    }
    return model;
  }
}
