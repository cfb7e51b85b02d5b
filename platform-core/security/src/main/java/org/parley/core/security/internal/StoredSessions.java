// SPDX-License-Identifier: Apache-2.0
package org.parley.core.security.internal;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.ParleyException;
import org.parley.api.record.Record;
import org.parley.api.security.Principal;
import org.parley.core.record.RecordStore;
import org.parley.core.security.SecurityStorage;
import org.parley.core.security.SecurityStorage.Credential;
import org.parley.core.security.SecurityStorage.StoredSession;
import org.parley.core.security.Session;
import org.parley.core.security.Sessions;
import org.parley.core.security.SlowDown;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sessions that outlive a restart. The service appears once the first administrator exists, so that
 * nobody is told "wrong password" by a system that has none yet.
 */
@Component(immediate = true)
public final class StoredSessions implements Sessions {
  private static final Logger LOG = LoggerFactory.getLogger(StoredSessions.class);
  private static final Duration IDLE = Duration.ofHours(12);
  private static final Duration LONGEST = Duration.ofDays(7);

  /** A session is written again no more often than this, so that reading does not mean writing. */
  private static final Duration EXTEND_AFTER = Duration.ofMinutes(10);

  /** For how long an answer of the database holds: an end on another node is seen this late. */
  private static final Duration FRESH = Duration.ofSeconds(30);

  private static final int CACHED = 1_000;
  private static final int LONGEST_PASSWORD = 1_024;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final SecurityStorage storage;
  private final RecordStore records;
  private final InstantSource clock;
  private final int iterations;
  private final Throttle throttle;
  private final String nobody;
  private final Map<String, Known> known = new ConcurrentHashMap<>();

  /** Hashing is slow on purpose: at most two at once, so that logins cannot take the machine. */
  private final Semaphore hashing = new Semaphore(2, true);

  private record Known(Session session, Instant createdAt, Instant readAt) {}

  @Activate
  public StoredSessions(@Reference SecurityStorage storage, @Reference RecordStore records) {
    this(storage, records, InstantSource.system(), PasswordHash.ITERATIONS);
    new FirstAdministrator(storage, records, System.out::println, iterations)
        .ensure(System.getenv("PARLEY_ADMIN_PASSWORD"));
    storage.purge(clock.instant());
  }

  StoredSessions(
      SecurityStorage storage, RecordStore records, InstantSource clock, int iterations) {
    this.storage = storage;
    this.records = records;
    this.clock = clock;
    this.iterations = iterations;
    this.throttle = new Throttle(clock);
    this.nobody = PasswordHash.ofNobody(iterations);
  }

  @Override
  public Session login(String username, String password, String address) {
    String name = username.strip().toLowerCase(Locale.ROOT);
    if (name.length() > 255 || password.length() > LONGEST_PASSWORD) {
      throw badLogin();
    }
    throttle.check(name, address);
    Optional<Credential> credential = storage.credential(name);
    boolean right = verify(password, credential.map(Credential::hash).orElse(nobody));
    Optional<Record> user = credential.flatMap(found -> user(found.userId()));
    if (!right || user.isEmpty()) {
      throttle.failed(name, address);
      throw badLogin();
    }
    throttle.succeeded(name, address);
    return begin(credential.get(), user.get());
  }

  @Override
  public Optional<Session> find(String token) {
    if (token.length() > 100) {
      return Optional.empty();
    }
    String hash = hash(token);
    Instant now = clock.instant();
    Known entry = known.get(hash);
    if (entry == null || entry.readAt().plus(FRESH).isBefore(now)) {
      entry = read(hash, now);
    }
    if (entry == null || !entry.session().expiresAt().isAfter(now)) {
      known.remove(hash);
      return Optional.empty();
    }
    return Optional.of(extend(hash, entry, now));
  }

  @Override
  public void end(String token) {
    String hash = hash(token);
    storage.delete(hash);
    known.remove(hash);
  }

  @Override
  public Principal principal(long userId) {
    return storage
        .credential(userId)
        .filter(credential -> user(userId).isPresent())
        .map(StoredSessions::principal)
        .orElseThrow(
            () ->
                new ParleyException(
                    ErrorKind.FORBIDDEN,
                    "forbidden",
                    "The user it is done for may not log in any more."));
  }

  private Session begin(Credential credential, Record user) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    storage.purge(now);
    String token = random();
    Session session =
        new Session(token, random(), principal(credential), name(user), now.plus(IDLE));
    storage.save(
        new StoredSession(
            hash(token), credential.userId(), session.csrf(), now, session.expiresAt()));
    return session;
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
                principal(credential.get()),
                name(user.get()),
                stored.get().expiresAt()),
            stored.get().createdAt(),
            now);
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
    known.replace(hash, entry, new Known(extended, entry.createdAt(), entry.readAt()));
    return extended;
  }

  private boolean verify(String password, String encoded) {
    try {
      if (!hashing.tryAcquire(5, TimeUnit.SECONDS)) {
        throw new SlowDown("Many people log in right now. Try again.", Duration.ofSeconds(2));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ParleyException.unavailable("The system is stopping.", e);
    }
    try {
      return PasswordHash.matches(password, encoded);
    } finally {
      hashing.release();
    }
  }

  private Optional<Record> user(long id) {
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

  private static Principal principal(Credential credential) {
    return new Principal(
        Principal.Kind.USER,
        credential.userId(),
        credential.username(),
        FirstAdministrator.rights(credential.rights()));
  }

  private static String name(Record user) {
    Object name = user.get("name");
    return String.valueOf(name == null ? user.get("username") : name);
  }

  private static ParleyException badLogin() {
    return new ParleyException(
        ErrorKind.LOGIN_REQUIRED, "bad_login", "The user name or the password is wrong.");
  }

  private static String random() {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static String hash(String token) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(digest.digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java runtime has SHA-256", e);
    }
  }
}
