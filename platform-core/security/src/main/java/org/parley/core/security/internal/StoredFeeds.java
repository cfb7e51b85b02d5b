// SPDX-License-Identifier: Apache-2.0
package org.parley.core.security.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parley.api.error.FieldError;
import org.parley.api.error.ParleyException;
import org.parley.api.record.Record;
import org.parley.api.security.Principal;
import org.parley.core.record.RecordStore;
import org.parley.core.security.Feeds;
import org.parley.core.security.SecurityStorage;
import org.parley.core.security.SecurityStorage.Pass;

/** Secret addresses of calendars, kept as hashes beside links and tokens. */
@Component(service = Feeds.class)
public final class StoredFeeds implements Feeds {
  private static final String FEED = "feed";
  private static final int MOST = 50;
  private static final Duration USED_AFTER = Duration.ofMinutes(10);

  private final SecurityStorage storage;
  private final RecordStore records;
  private final StoredSessions sessions;
  private final InstantSource clock;
  private final Throttle throttle;

  @Activate
  public StoredFeeds(
      @Reference SecurityStorage storage,
      @Reference RecordStore records,
      @Reference StoredSessions sessions) {
    this(storage, records, sessions, InstantSource.system());
  }

  StoredFeeds(
      SecurityStorage storage, RecordStore records, StoredSessions sessions, InstantSource clock) {
    this.storage = storage;
    this.records = records;
    this.sessions = sessions;
    this.clock = clock;
    this.throttle = new Throttle(clock);
  }

  @Override
  public List<Feed> of(Principal principal) {
    return storage.passes(principal.userId(), FEED).stream().map(StoredFeeds::told).toList();
  }

  private static Feed told(Pass pass) {
    String[] parts = pass.name().split("/", 2);
    return new Feed(
        Secrets.id(pass.hash()), parts[0], parts[1], pass.scope(), pass.createdAt(), pass.usedAt());
  }

  @Override
  public Made make(Principal principal, String type, String view, String whose) {
    if (!Set.of("me", "team", "all").contains(whose)) {
      throw invalid("whose", "wrong_kind", "A calendar is that of me, team or all.");
    }
    if (!view.matches("[a-z0-9][a-z0-9_]{0,39}")) {
      throw invalid("view", "wrong_kind", "A view is its name, or its number.");
    }
    if (storage.passes(principal.userId(), FEED).size() >= MOST) {
      throw invalid("view", "too_many", "There are 50 addresses already: revoke some first.");
    }
    String secret = Secrets.random();
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    String name = type + "/" + view;
    long origin = sessions.events().told(principal, "feed", principal.userId(), name);
    Pass pass =
        new Pass(
            Secrets.hash(secret), FEED, principal.userId(), name, whose, now, null, null, origin);
    storage.save(pass);
    return new Made(told(pass), secret);
  }

  @Override
  public void revoke(Principal principal, String id) {
    storage.passes(principal.userId(), FEED).stream()
        .filter(pass -> Secrets.id(pass.hash()).equals(id))
        .filter(pass -> storage.deletePass(pass.hash()))
        .forEach(
            pass ->
                sessions.events().told(principal, "feed_revoked", principal.userId(), pass.name()));
  }

  /** An address that is right is never slowed down: others behind the same network may be wrong. */
  @Override
  public Opened open(String secret, String address) {
    Optional<Pass> pass =
        Optional.of(secret)
            .filter(given -> given.length() <= Secrets.LONGEST)
            .flatMap(given -> storage.pass(Secrets.hash(given)))
            .filter(found -> found.kind().equals(FEED));
    Optional<Record> user = pass.flatMap(found -> sessions.user(found.userId()));
    if (user.isEmpty()) {
      throttle.check(FEED, address, null);
      throttle.failed(FEED, address, null);
      throw ParleyException.notFound("There is no calendar at this address.");
    }
    Pass found = pass.get();
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    if (found.usedAt() == null || found.usedAt().plus(USED_AFTER).isBefore(now)) {
      storage.used(found.hash(), now);
    }
    Principal principal =
        new Principal(
            Principal.Kind.USER,
            found.userId(),
            String.valueOf(user.get().get("username")),
            records.rights(found.userId()),
            true,
            found.origin());
    return new Opened(told(found), principal);
  }

  private static ParleyException invalid(String field, String code, String message) {
    return ParleyException.invalid(List.of(new FieldError(field, code, message)));
  }
}
