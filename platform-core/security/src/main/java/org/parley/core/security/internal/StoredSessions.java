// SPDX-License-Identifier: Apache-2.0
package org.parley.core.security.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.ParleyException;
import org.parley.api.record.Record;
import org.parley.api.security.Principal;
import org.parley.core.operation.Vault;
import org.parley.core.record.RecordStore;
import org.parley.core.security.SecurityStorage;
import org.parley.core.security.SecurityStorage.Credential;
import org.parley.core.security.SecurityStorage.Pass;
import org.parley.core.security.SecurityStorage.StoredSession;
import org.parley.core.security.Session;
import org.parley.core.security.Sessions;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sessions that outlive a restart. The service appears once the first administrator exists, so that
 * nobody is told "wrong password" by a system that has none yet.
 */
@Component(
    service = {Sessions.class, StoredSessions.class},
    immediate = true)
public final class StoredSessions implements Sessions {
  private static final Logger LOG = LoggerFactory.getLogger(StoredSessions.class);
  private static final Duration IDLE = Duration.ofHours(12);
  private static final Duration LONGEST = Duration.ofDays(7);

  /** A session is written again no more often than this, so that reading does not mean writing. */
  private static final Duration EXTEND_AFTER = Duration.ofMinutes(10);

  /** For how long an answer of the database holds: an end on another node is seen this late. */
  private static final Duration FRESH = Duration.ofSeconds(30);

  private static final int CACHED = 1_000;

  private final SecurityStorage storage;
  private final RecordStore records;
  private final InstantSource clock;
  private final AccessEvents events;
  private final OneTimeCodes codes;
  private final Proofs proofs;
  private final Map<String, Known> known = new ConcurrentHashMap<>();

  /**
   * What was read; a second factor that was there then is taken to be there still. Who has no
   * password gets in by another system, whose business a second factor is.
   */
  private record Known(Session session, Instant createdAt, Instant readAt, boolean secondFactor) {
    Known with(Session extended) {
      return new Known(extended, createdAt, readAt, secondFactor);
    }
  }

  @Activate
  public StoredSessions(
      @Reference SecurityStorage storage, @Reference RecordStore records, @Reference Vault vault) {
    this(storage, records, vault, new Passwords(PasswordHash.ITERATIONS));
  }

  private StoredSessions(
      SecurityStorage storage, RecordStore records, Vault vault, Passwords passwords) {
    this(storage, records, vault, InstantSource.system(), passwords);
    new FirstAdministrator(storage, records, System.out::println, passwords)
        .ensure(System.getenv("PARLEY_ADMIN_PASSWORD"));
    storage.purge(clock.instant());
  }

  StoredSessions(
      SecurityStorage storage,
      RecordStore records,
      Vault vault,
      InstantSource clock,
      Passwords passwords) {
    this.storage = storage;
    this.records = records;
    this.clock = clock;
    this.events = new AccessEvents(records, clock);
    this.codes = new OneTimeCodes(storage, vault, clock);
    this.proofs = new Proofs(storage, passwords, codes, events, clock, this::user);
  }

  @Override
  public Begun login(String username, String password, String code, Client client) {
    Proofs.Proved proved = proofs.login(username, password, code, client);
    return begin(proved.credential(), proved.user(), client, null);
  }

  @Override
  public Optional<Session> find(String token) {
    if (token.length() > Secrets.LONGEST) {
      return Optional.empty();
    }
    String hash = Secrets.hash(token);
    Instant now = clock.instant();
    Known entry = known.get(hash);
    if (entry == null || entry.readAt().plus(FRESH).isBefore(now)) {
      entry = read(hash, now);
    }
    if (entry == null || !entry.session().expiresAt().isAfter(now)) {
      known.remove(hash);
      return Optional.empty();
    }
    Session session =
        extend(hash, entry, now)
            .needing(!entry.secondFactor() && needsSecondFactor(entry.session().principal()));
    Principal then = session.principal();
    Set<String> rights = records.rights(then.userId());
    return Optional.of(
        rights.equals(then.rights())
            ? session
            : session.as(
                new Principal(
                    then.kind(), then.userId(), then.name(), rights, false, then.origin())));
  }

  /** Asked anew each time it matters: it ends with the code that is confirmed. */
  private boolean needsSecondFactor(Principal who) {
    return records.demandsSecondFactor(who.userId()) && codes.inForce(who.userId()).isEmpty();
  }

  /** Must be called where somebody's second factor has ended. */
  void forget(long userId) {
    known.values().removeIf(entry -> entry.session().principal().userId() == userId);
  }

  @Override
  public Optional<Session> bearer(String token) {
    if (token.length() > Secrets.LONGEST) {
      return Optional.empty();
    }
    String hash = Secrets.hash(token);
    Instant now = clock.instant();
    return storage
        .pass(hash)
        .filter(pass -> pass.kind().equals(StoredCredentials.TOKEN))
        .filter(pass -> pass.expiresAt() == null || pass.expiresAt().isAfter(now))
        .flatMap(pass -> user(pass.userId()).map(user -> session(pass, user, now)));
  }

  private Session session(Pass pass, Record user, Instant now) {
    if (pass.usedAt() == null || pass.usedAt().plus(EXTEND_AFTER).isBefore(now)) {
      storage.used(pass.hash(), now.truncatedTo(ChronoUnit.MICROS));
    }
    boolean all = pass.scope().equals("all");
    Principal principal =
        new Principal(
            Principal.Kind.USER,
            pass.userId(),
            String.valueOf(user.get("username")),
            all ? records.rights(pass.userId()) : Set.of(),
            pass.scope().equals("read"),
            pass.origin());
    return new Session(null, null, principal, name(user), Instant.MAX);
  }

  @Override
  public void end(String token) {
    find(token).map(Session::principal).ifPresent(who -> events.told(who, "logout", who.userId()));
    end(Secrets.hash(token), true);
  }

  private void end(String hash, boolean everywhere) {
    if (everywhere) {
      storage.delete(hash);
    }
    known.remove(hash);
  }

  @Override
  public List<Open> open(Principal principal, String current) {
    String mine = current == null ? "" : Secrets.hash(current);
    Instant now = clock.instant();
    return storage.sessions(principal.userId()).stream()
        .filter(session -> session.expiresAt().isAfter(now))
        .map(
            session ->
                new Open(
                    Secrets.id(session.tokenHash()),
                    session.createdAt(),
                    session.expiresAt().minus(IDLE),
                    session.address(),
                    session.agent(),
                    session.tokenHash().equals(mine)))
        .toList();
  }

  @Override
  public void end(Principal principal, String id) {
    storage.sessions(principal.userId()).stream()
        .map(StoredSession::tokenHash)
        .filter(hash -> Secrets.id(hash).equals(id))
        .forEach(
            hash -> {
              end(hash, true);
              events.told(principal, "ended", principal.userId());
            });
  }

  /** Ends all sessions of a person but one. */
  void endAll(long userId, String current) {
    String kept = current == null ? "" : Secrets.hash(current);
    storage.sessions(userId).stream()
        .map(StoredSession::tokenHash)
        .filter(hash -> !hash.equals(kept))
        .forEach(hash -> end(hash, true));
  }

  @Override
  public Principal principal(long userId) {
    return storage
        .credential(userId)
        .filter(credential -> user(userId).isPresent())
        .map(credential -> principal(credential, 0))
        .orElseThrow(
            () ->
                new ParleyException(
                    ErrorKind.FORBIDDEN,
                    "forbidden",
                    "The user it is done for may not log in any more."));
  }

  /**
   * Begins a session of somebody who has proved who they are.
   *
   * @param way by which they got in, for the audit; null for a password or a link
   */
  Begun begin(Credential credential, Record user, Client client, String way) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    storage.purge(now);
    String token = Secrets.random();
    long origin = events.login(principal(credential, 0), client, way);
    Principal principal = principal(credential, origin);
    Session session =
        new Session(token, Secrets.random(), principal, name(user), now.plus(IDLE))
            .needing(credential.hasPassword() && needsSecondFactor(principal));
    storage.save(
        new StoredSession(
            Secrets.hash(token),
            credential.userId(),
            session.csrf(),
            now,
            session.expiresAt(),
            client.address(),
            cut(client.agent()),
            origin));
    String device = proofs.newDevice(credential, client);
    return new Begun(session, device);
  }

  private static String cut(String agent) {
    return agent == null || agent.length() <= 400 ? agent : agent.substring(0, 400);
  }

  /** Reads a session from the database, or null when it is not there or its user may not log in. */
  private Known read(String hash, Instant now) {
    Optional<StoredSession> stored = storage.session(hash);
    Optional<Credential> credential = stored.flatMap(found -> storage.credential(found.userId()));
    Optional<Record> user = credential.flatMap(found -> user(found.userId()));
    if (user.isEmpty()) {
      stored.ifPresent(
          found ->
              LOG.info("A session of user {} is refused: they may not log in", found.userId()));
      return null;
    }
    Known entry =
        new Known(
            new Session(
                null,
                stored.get().csrf(),
                principal(credential.get(), stored.get().origin()),
                name(user.get()),
                stored.get().expiresAt()),
            stored.get().createdAt(),
            now,
            !credential.get().hasPassword()
                || codes.inForce(credential.get().userId()).isPresent());
    if (known.size() >= CACHED) {
      // Rarely reached, and cheap to fill again.
      known.clear();
    }
    known.put(hash, entry);
    return entry;
  }

  private Session extend(String hash, Known entry, Instant now) {
    Session session = entry.session();
    Instant last = entry.createdAt().plus(LONGEST);
    Instant until = now.plus(IDLE).truncatedTo(ChronoUnit.MICROS);
    Instant expiresAt = until.isBefore(last) ? until : last;
    if (!expiresAt.isAfter(session.expiresAt().plus(EXTEND_AFTER))) {
      return session;
    }
    storage.extend(hash, expiresAt);
    Session extended =
        new Session(null, session.csrf(), session.principal(), session.displayName(), expiresAt);
    // Only over the entry it came from: a session that ended meanwhile must not come back.
    known.replace(hash, entry, entry.with(extended));
    return extended;
  }

  /** Somebody who may log in. */
  Optional<Record> user(long id) {
    try {
      Record user = records.get(Principal.SYSTEM, "user", id, null, null).record();
      boolean gone = user.get("deleted_at") != null || Boolean.FALSE.equals(user.get("active"));
      return gone ? Optional.empty() : Optional.of(user);
    } catch (ParleyException e) {
      if (e.kind() == ErrorKind.NOT_FOUND) {
        return Optional.empty();
      }
      throw e;
    }
  }

  /** What is written down of how people get in. */
  AccessEvents events() {
    return events;
  }

  private Principal principal(Credential credential, long origin) {
    return new Principal(
        Principal.Kind.USER,
        credential.userId(),
        credential.username(),
        records.rights(credential.userId()),
        false,
        origin);
  }

  private static String name(Record user) {
    Object name = user.get("name");
    return String.valueOf(name == null ? user.get("username") : name);
  }

  /** How people prove who they are. */
  Proofs proofs() {
    return proofs;
  }

  /** What second factors are checked by. */
  OneTimeCodes codes() {
    return codes;
  }
}
