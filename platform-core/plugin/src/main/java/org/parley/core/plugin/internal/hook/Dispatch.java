// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin.internal.hook;

import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.parley.core.record.FileScanSource;
import org.parley.core.record.HookSource;
import org.parley.core.security.LoginSource;
import org.parley.spi.file.FileScanner;
import org.parley.spi.file.ScannedFile;
import org.parley.spi.file.Verdict;
import org.parley.spi.login.LoginChoice;
import org.parley.spi.login.LoginProvider;
import org.parley.spi.login.LoginResult;
import org.parley.spi.login.LoginReturn;
import org.parley.spi.login.LoginStart;
import org.parley.spi.record.Decision;
import org.parley.spi.record.Draft;
import org.parley.spi.record.HookContext;

/**
 * Which version of each plugin is called: one slot per plugin, swapped in one step. Calls that were
 * under way finish on the version they began with.
 */
public final class Dispatch implements HookSource, FileScanSource, LoginSource {
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

  @Override
  public List<Hook> hooks(String type) {
    List<Hook> found = new ArrayList<>();
    each(hook -> hook.takesPartIn(type), (version, hook) -> found.add(new Call(version, hook)));
    return found;
  }

  @Override
  public List<Scan> scans() {
    List<Scan> found = new ArrayList<>();
    each(
        hook -> hook.spi() == FileScanner.class,
        (version, hook) -> found.add(new Scanning(version, hook)));
    return found;
  }

  @Override
  public List<Provider> providers() {
    List<Provider> found = new ArrayList<>();
    each(
        hook -> hook.spi() == LoginProvider.class && hook.service() != null,
        (version, hook) -> found.add(new LettingIn(version, hook)));
    return found;
  }

  /** By plugin id, then by service ranking (greatest first), then by component name. */
  private void each(Predicate<BoundHook> wanted, BiConsumer<ServingVersion, BoundHook> found) {
    for (ServingVersion version : slots.values()) {
      version.hooks().stream()
          .filter(wanted)
          .sorted(
              Comparator.comparingInt((BoundHook hook) -> -hook.ranking())
                  .thenComparing(BoundHook::name))
          .forEach(hook -> found.accept(version, hook));
    }
  }

  /** One call of a component, whatever it answers. */
  private interface Work<T> {
    T on(ServingVersion version, BoundHook hook) throws HookFailure;
  }

  /** Goes to the same component of the next version when this one was replaced in between. */
  private <T> Optional<T> call(ServingVersion version, BoundHook hook, Work<T> work)
      throws HookFailure {
    ServingVersion now = version;
    Optional<BoundHook> same = Optional.of(hook);
    while (same.isPresent()) {
      if (now.enter()) {
        try {
          return Optional.of(work.on(now, same.get()));
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
    return Optional.empty();
  }

  private final class Scanning implements Scan {
    private final ServingVersion version;
    private final BoundHook scanner;

    Scanning(ServingVersion version, BoundHook scanner) {
      this.version = version;
      this.scanner = scanner;
    }

    @Override
    public String plugin() {
      return version.plugin();
    }

    @Override
    public boolean guard() {
      return scanner.guard();
    }

    @Override
    public Verdict scan(ScannedFile file) throws HookFailure {
      return call(version, scanner, (now, same) -> calls.scan(now, same, file))
          .orElse(Verdict.clean());
    }
  }

  private final class LettingIn implements Provider {
    private final ServingVersion version;
    private final BoundHook provider;

    LettingIn(ServingVersion version, BoundHook provider) {
      this.version = version;
      this.provider = provider;
    }

    @Override
    public String plugin() {
      return version.plugin();
    }

    @Override
    public List<LoginChoice> choices() throws HookFailure {
      return List.copyOf(asked(LoginProvider::choices));
    }

    @Override
    public LoginStart start(String choice, URI address, String state) throws HookFailure {
      return asked(called -> called.start(choice, address, state));
    }

    @Override
    public LoginResult finish(String choice, LoginReturn returned) throws HookFailure {
      return asked(called -> called.finish(choice, returned));
    }

    private <T> T asked(Function<LoginProvider, T> question) throws HookFailure {
      return call(version, provider, (now, same) -> calls.login(now, same, question))
          .orElseThrow(() -> new HookFailure(version.plugin() + " was removed", null));
    }
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

    @Override
    public Decision before(Draft draft, HookContext context) throws HookFailure {
      return Dispatch.this
          .call(version, hook, (now, same) -> calls.call(now, same, draft, context))
          .orElse(Decision.proceed());
    }
  }
}
