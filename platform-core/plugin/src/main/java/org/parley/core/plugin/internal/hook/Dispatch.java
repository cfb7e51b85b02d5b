// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin.internal.hook;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.parley.core.record.HookSource;
import org.parley.spi.record.Decision;
import org.parley.spi.record.Draft;
import org.parley.spi.record.HookContext;

/**
 * Which version of each plugin is called: one slot per plugin, swapped in one step. Calls that were
 * under way finish on the version they began with.
 */
public final class Dispatch implements HookSource {
  /** By plugin id, replaced whole at each change, so that readers need no lock. */
  private volatile Map<String, ServingVersion> slots = Map.of();

  private final Map<String, HookCounters> counters = new ConcurrentHashMap<>();
  private final HookCalls calls;

  public Dispatch(HookCalls calls) {
    this.calls = calls;
  }

  /** Puts a version in force; answers the one it follows, which still takes calls. */
  public synchronized Optional<ServingVersion> put(ServingVersion version) {
    Map<String, ServingVersion> next = new TreeMap<>(slots);
    ServingVersion before = next.put(version.plugin(), version);
    slots = next;
    return Optional.ofNullable(before);
  }

  /** Takes a plugin out; answers the version that served. */
  public synchronized Optional<ServingVersion> remove(String plugin) {
    Map<String, ServingVersion> next = new TreeMap<>(slots);
    ServingVersion before = next.remove(plugin);
    slots = next;
    return Optional.ofNullable(before);
  }

  /** The version in force. */
  public Optional<ServingVersion> serving(String plugin) {
    return Optional.ofNullable(slots.get(plugin));
  }

  /** What is counted of a plugin, over all its versions. */
  public HookCounters counters(String plugin) {
    return counters.computeIfAbsent(plugin, id -> new HookCounters());
  }

  /** Everything counted, by plugin. */
  public Map<String, HookCounters> counters() {
    return Map.copyOf(counters);
  }

  /** By plugin id, then by service ranking (greatest first), then by component name. */
  @Override
  public List<Hook> hooks(String type) {
    List<Hook> found = new ArrayList<>();
    for (ServingVersion version : slots.values()) {
      version.hooks().stream()
          .filter(hook -> hook.takesPartIn(type))
          .sorted(
              Comparator.comparingInt((BoundHook hook) -> -hook.ranking())
                  .thenComparing(BoundHook::name))
          .forEach(hook -> found.add(new Call(version, hook)));
    }
    return found;
  }

  private final class Call implements Hook {
    private final ServingVersion version;
    private final BoundHook hook;

    Call(ServingVersion version, BoundHook hook) {
      this.version = version;
      this.hook = hook;
    }

    @Override
    public String plugin() {
      return version.plugin();
    }

    @Override
    public boolean guard() {
      return hook.guard();
    }

    /** Goes to the same hook of the next version when this one was replaced in between. */
    @Override
    public Decision before(Draft draft, HookContext context) throws HookFailure {
      ServingVersion now = version;
      Optional<BoundHook> same = Optional.of(hook);
      while (same.isPresent()) {
        if (now.enter()) {
          try {
            return calls.call(now, same.get(), draft, context);
          } finally {
            now.leave();
          }
        }
        now = slots.get(version.plugin());
        if (now == null) {
          break;
        }
        same = now.hooks().stream().filter(each -> each.name().equals(hook.name())).findFirst();
      }
      return Decision.proceed();
    }
  }
}
