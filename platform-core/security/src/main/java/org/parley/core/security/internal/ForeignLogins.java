// SPDX-License-Identifier: Apache-2.0
package org.parley.core.security.internal;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.ParleyException;
import org.parley.core.operation.Vault;
import org.parley.core.record.HookSource.HookFailure;
import org.parley.core.record.RecordStore;
import org.parley.core.security.LoginSource;
import org.parley.core.security.SecurityStorage;
import org.parley.core.security.Sessions;
import org.parley.core.security.SingleSignOn;
import org.parley.spi.login.LoginChoice;
import org.parley.spi.login.LoginResult;
import org.parley.spi.login.LoginReturn;
import org.parley.spi.login.LoginStart;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends people away to log in and takes them back. What ties the two together lies sealed in the
 * browser, not in the database: nobody fills that by asking to log in.
 */
@Component
public final class ForeignLogins implements SingleSignOn {
  private static final Logger LOG = LoggerFactory.getLogger(ForeignLogins.class);
  private static final String PURPOSE = "login.kept";
  private static final String STATE = "state";
  private static final String PROVIDERS_OWN = "provider.";
  private static final Duration FRESH = Duration.ofSeconds(3);
  private static final int LONGEST_KEPT = 3_000;
  private static final int LONGEST_NEXT = 1_000;

  private final Vault vault;
  private final StoredSessions sessions;
  private final ForeignPeople people;
  private final InstantSource clock;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile LoginSource source;

  private volatile Offered offered = new Offered(List.of(), Instant.MIN);

  private record Offered(List<Way> ways, Instant at) {}

  @Activate
  public ForeignLogins(
      @Reference SecurityStorage storage,
      @Reference RecordStore records,
      @Reference Vault vault,
      @Reference StoredSessions sessions) {
    this(new ForeignPeople(storage, records), vault, sessions, null, InstantSource.system());
  }

  ForeignLogins(
      ForeignPeople people,
      Vault vault,
      StoredSessions sessions,
      LoginSource source,
      InstantSource clock) {
    this.people = people;
    this.vault = vault;
    this.sessions = sessions;
    this.source = source;
    this.clock = clock;
  }

  @Override
  public List<Way> ways() {
    Offered known = offered;
    Instant now = clock.instant();
    if (known.at().plus(FRESH).isBefore(now)) {
      known = new Offered(List.copyOf(read()), now);
      offered = known;
    }
    return known.ways();
  }

  private List<Way> read() {
    List<Way> ways = new ArrayList<>();
    for (LoginSource.Provider provider : providers()) {
      try {
        for (LoginChoice choice : provider.choices()) {
          ways.add(new Way(provider.plugin(), choice.name(), choice.label()));
        }
      } catch (HookFailure broken) {
        LOG.warn("{} offers no way to log in: {}", provider.plugin(), broken.getMessage());
      }
    }
    return ways;
  }

  private List<LoginSource.Provider> providers() {
    LoginSource known = source;
    return known == null ? List.of() : known.providers();
  }

  private LoginSource.Provider provider(String plugin) {
    return providers().stream()
        .filter(provider -> provider.plugin().equals(plugin))
        .findFirst()
        .orElseThrow(
            () -> ParleyException.notFound("There is no such way to log in. Choose another."));
  }

  @Override
  public Departure start(
      String plugin, String choice, URI address, String next, Sessions.Client client) {
    LoginSource.Provider provider = provider(plugin);
    String state = Secrets.random();
    LoginStart start;
    try {
      start = provider.start(choice, address, state);
    } catch (HookFailure broken) {
      throw unavailable(plugin, broken.getMessage(), client);
    }
    if (start.page() == null) {
      throw unavailable(plugin, start.refusal(), client);
    }
    if (!List.of("https", "http").contains(String.valueOf(start.page().getScheme()))) {
      throw unavailable(plugin, "it sends people to " + start.page().getScheme(), client);
    }
    Map<String, String> kept = new LinkedHashMap<>();
    kept.put(STATE, state);
    kept.put("way", plugin + "/" + choice);
    kept.put("address", address.toString());
    kept.put("next", local(next));
    kept.put("until", clock.instant().plusSeconds(SECONDS).toString());
    start.kept().forEach((name, value) -> kept.put(PROVIDERS_OWN + name, value));
    String sealed = vault.seal(PURPOSE, text(kept));
    if (sealed.length() > LONGEST_KEPT) {
      throw unavailable(plugin, "it wants more kept than a browser keeps", client);
    }
    return new Departure(start.page(), sealed);
  }

  /** A path of this system, whatever was asked for: nobody is sent on to somewhere else. */
  private static String local(String next) {
    boolean fits =
        next != null
            && next.length() <= LONGEST_NEXT
            && next.startsWith("/")
            && !next.startsWith("//")
            && next.chars().noneMatch(c -> c == '\\' || c <= ' ' || c == 127);
    return fits ? next : "/";
  }

  @Override
  public Arrival finish(
      String plugin,
      String choice,
      URI address,
      Map<String, String> parameters,
      String kept,
      Sessions.Client client) {
    LoginSource.Provider provider = provider(plugin);
    Map<String, String> opened = opened(kept);
    boolean ours =
        same(opened.get(STATE), parameters.get(STATE))
            && (plugin + "/" + choice).equals(opened.get("way"))
            && Instant.parse(opened.get("until")).isAfter(clock.instant());
    if (!ours) {
      throw stale();
    }
    Map<String, String> own = new HashMap<>();
    opened.forEach(
        (name, value) -> {
          if (name.startsWith(PROVIDERS_OWN)) {
            own.put(name.substring(PROVIDERS_OWN.length()), value);
          }
        });
    LoginResult result;
    try {
      URI began = URI.create(opened.get("address"));
      result = provider.finish(choice, new LoginReturn(began, parameters, own));
    } catch (HookFailure broken) {
      throw unavailable(plugin, broken.getMessage(), client);
    }
    if (result.person() == null) {
      throw refused(plugin, result.refusal(), client);
    }
    return new Arrival(begin(plugin, result, client), opened.get("next"));
  }

  private Sessions.Begun begin(String plugin, LoginResult result, Sessions.Client client) {
    try {
      ForeignPeople.Known known = people.known(plugin, result.person());
      return sessions.begin(known.credential(), known.user(), client, plugin);
    } catch (ParleyException nobody) {
      if (nobody.kind() == ErrorKind.LOGIN_REQUIRED) {
        sessions.events().refused(plugin, nobody.getMessage(), client);
      }
      throw nobody;
    }
  }

  private Map<String, String> opened(String kept) {
    if (kept == null || kept.length() > LONGEST_KEPT) {
      throw stale();
    }
    try {
      return parts(vault.open(PURPOSE, kept));
    } catch (IllegalStateException notOurs) {
      throw stale();
    }
  }

  private static boolean same(String one, String other) {
    return one != null
        && other != null
        && MessageDigest.isEqual(
            one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
  }

  private static String text(Map<String, String> parts) {
    StringBuilder text = new StringBuilder();
    parts.forEach(
        (name, value) ->
            text.append(text.isEmpty() ? "" : "&")
                .append(coded(name))
                .append('=')
                .append(coded(value)));
    return text.toString();
  }

  private static String coded(String part) {
    return URLEncoder.encode(part, StandardCharsets.UTF_8);
  }

  private static Map<String, String> parts(String text) {
    Map<String, String> parts = new HashMap<>();
    for (String pair : text.split("&")) {
      String[] two = pair.split("=", 2);
      parts.put(
          URLDecoder.decode(two[0], StandardCharsets.UTF_8),
          URLDecoder.decode(two[1], StandardCharsets.UTF_8));
    }
    return parts;
  }

  private static ParleyException stale() {
    return new ParleyException(
        ErrorKind.LOGIN_REQUIRED,
        "login_stale",
        "This login took too long, or began in another browser. Begin again.");
  }

  private ParleyException refused(String plugin, String why, Sessions.Client client) {
    sessions.events().refused(plugin, why, client);
    return new ParleyException(
        ErrorKind.LOGIN_REQUIRED,
        "login_refused",
        "The other system did not say who you are. Begin again, or log in with your password.");
  }

  private ParleyException unavailable(String plugin, String why, Sessions.Client client) {
    sessions.events().refused(plugin, why, client);
    return ParleyException.unavailable(
        "The other system cannot be asked right now. Try again, or log in with your password.",
        null);
  }
}
