// SPDX-License-Identifier: Apache-2.0
package org.parley.core.security.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.FieldError;
import org.parley.api.error.ParleyException;
import org.parley.api.record.Record;
import org.parley.api.security.Principal;
import org.parley.core.mail.Mails;
import org.parley.core.record.RecordStore;
import org.parley.core.security.Credentials;
import org.parley.core.security.SecurityStorage;
import org.parley.core.security.SecurityStorage.Credential;
import org.parley.core.security.SecurityStorage.Pass;
import org.parley.core.security.Sessions;

/** Invitations, passwords and tokens, all kept as hashes. */
@Component(service = {Credentials.class, StoredCredentials.class})
public final class StoredCredentials implements Credentials {
  static final String TOKEN = "token";
  private static final String LINK = "link";
  private static final String PEOPLE = "people";
  private static final Duration LINK_LASTS = Duration.ofDays(3);
  private static final int MOST_TOKENS = 100;
  private static final int LONGEST_NAME = 100;
  private static final int LONGEST_DAYS = 3_650;

  private final SecurityStorage storage;
  private final RecordStore records;
  private final StoredSessions sessions;
  private final InstantSource clock;
  private final Passwords passwords;
  private final Reminders reminders;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile Mails mails;

  @Activate
  public StoredCredentials(
      @Reference SecurityStorage storage,
      @Reference RecordStore records,
      @Reference StoredSessions sessions) {
    this(
        storage, records, sessions, InstantSource.system(), new Passwords(PasswordHash.ITERATIONS));
  }

  StoredCredentials(
      SecurityStorage storage,
      RecordStore records,
      StoredSessions sessions,
      InstantSource clock,
      Passwords passwords) {
    this.storage = storage;
    this.records = records;
    this.sessions = sessions;
    this.clock = clock;
    this.passwords = passwords;
    this.reminders = new Reminders(clock);
  }

  /** As where mail is set up. */
  StoredCredentials with(Mails known) {
    mails = known;
    return this;
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  @Override
  public Link invite(Principal by, long userId) {
    checkInvited(by, userId);
    sessions.events().told(by, "link", userId);
    return link(userId, LINK_LASTS);
  }

  private Record checkInvited(Principal by, long userId) {
    if (!by.may(PEOPLE)) {
      throw forbidden("This needs the right \"people\".");
    }
    refuseStronger(by, userId);
    Record user = person(userId);
    if (Boolean.TRUE.equals(user.get("service"))) {
      throw invalid("service", "wrong_kind", "A program has tokens and no password.");
    }
    return user;
  }

  /** A link for somebody, in place of any they had. */
  Link link(long userId, Duration lasts) {
    storage.passes(userId, LINK).forEach(earlier -> storage.deletePass(earlier.hash()));
    String token = Secrets.random();
    Instant now = now();
    Instant until = now.plus(lasts);
    storage.save(new Pass(Secrets.hash(token), LINK, userId, "", "", now, until, null));
    return new Link(token, until);
  }

  @Override
  public Optional<String> inviteByMail(Principal by, long userId) {
    Record user = checkInvited(by, userId);
    Optional<String> address = Optional.ofNullable((String) user.get("email"));
    if (!remindsByMail() || address.isEmpty()) {
      return Optional.empty();
    }
    sessions.events().told(by, "link", userId);
    mails.ask(List.of(Reminders.invitation(userId)));
    return address;
  }

  @Override
  public boolean remindsByMail() {
    Mails known = mails;
    return known != null && known.on();
  }

  @Override
  public void forgotten(String who, Sessions.Client client) {
    reminders.check(client.address());
    if (!remindsByMail()) {
      throw new ParleyException(
          ErrorKind.CONFLICT,
          "no_mail",
          "No mail is set up here. Ask whoever looks after Parley for a link.");
    }
    mails.ask(List.of(Reminders.forgotten(who)));
  }

  /** Whether somebody could have forgotten a password: who comes in another way has none. */
  boolean hasPassword(long userId) {
    return storage.credential(userId).map(Credential::hasPassword).orElse(true);
  }

  /** A link for somebody who has forgotten their password. */
  Link reminder(long userId, Duration lasts) {
    sessions.events().told(Principal.SYSTEM, "link", userId);
    return link(userId, lasts);
  }

  /** Tells somebody that their password is another, in case it was not them. */
  private void tellChanged(long userId) {
    if (remindsByMail()) {
      mails.ask(List.of(Reminders.changed("password", userId, now())));
    }
  }

  /** Who may choose the password of another may act as them. */
  private void refuseStronger(Principal by, long userId) {
    Set<String> theirs = records.rights(userId);
    if (by.kind() != Principal.Kind.SYSTEM && !by.rights().containsAll(theirs)) {
      throw forbidden("This person may do more than you. Let somebody do it who may do all that.");
    }
  }

  private Record person(long userId) {
    return sessions
        .user(userId)
        .orElseThrow(
            () -> ParleyException.notFound("There is no User " + userId + " who may log in."));
  }

  private Pass link(String token) {
    return Optional.of(token)
        .filter(given -> given.length() <= Secrets.LONGEST)
        .flatMap(given -> storage.pass(Secrets.hash(given)))
        .filter(pass -> pass.kind().equals(LINK) && pass.expiresAt().isAfter(clock.instant()))
        .filter(pass -> sessions.user(pass.userId()).isPresent())
        .orElseThrow(StoredCredentials::usedUp);
  }

  private static ParleyException usedUp() {
    return ParleyException.notFound("This link was used already, or is over. Ask for a new one.");
  }

  @Override
  public Invited invited(String token) {
    Pass link = link(token);
    Record user = person(link.userId());
    return new Invited(
        String.valueOf(user.get("username")), String.valueOf(user.get("name")), link.expiresAt());
  }

  @Override
  public Optional<Sessions.Begun> accept(String token, String password, Sessions.Client client) {
    Pass link = link(token);
    Record user = person(link.userId());
    String username = String.valueOf(user.get("username"));
    Passwords.check("password", password, username);
    Credential credential =
        new Credential(
            link.userId(), username.toLowerCase(Locale.ROOT), passwords.encode(password), "");
    if (!storage.deletePass(link.hash())) {
      throw usedUp();
    }
    boolean hadOne = storage.credential(link.userId()).filter(Credential::hasPassword).isPresent();
    storage.save(credential);
    sessions.endAll(link.userId(), null);
    Principal chooser =
        new Principal(Principal.Kind.USER, link.userId(), credential.username(), Set.of());
    sessions.events().told(chooser, "password", link.userId(), client);
    if (hadOne) {
      tellChanged(link.userId());
    }
    return sessions.codes().inForce(link.userId()).isPresent()
        ? Optional.empty()
        : Optional.of(sessions.begin(credential, user, client, null));
  }

  @Override
  public void change(Principal principal, String password, String next, String current) {
    Credential known =
        storage
            .credential(principal.userId())
            .filter(Credential::hasPassword)
            .orElseThrow(() -> forbidden("You have no password here."));
    if (!sessions.proofs().proves(known, password)) {
      throw invalid("password", "wrong_password", "This is not your password.");
    }
    Passwords.check("next", next, known.username());
    storage.save(new Credential(known.userId(), known.username(), passwords.encode(next), ""));
    sessions.endAll(principal.userId(), current);
    sessions.events().told(principal, "password", principal.userId());
    tellChanged(principal.userId());
  }

  @Override
  public List<Token> tokens(Principal principal, long userId) {
    refuseOthers(principal, userId);
    return storage.passes(userId, TOKEN).stream().map(StoredCredentials::told).toList();
  }

  private static Token told(Pass pass) {
    return new Token(
        Secrets.id(pass.hash()),
        pass.name(),
        pass.scope(),
        pass.createdAt(),
        pass.expiresAt(),
        pass.usedAt());
  }

  @Override
  public Made create(Principal principal, long userId, String name, String scope, int days) {
    refuseOthers(principal, userId);
    if (principal.readOnly()) {
      throw forbidden("A token that only reads makes no others.");
    }
    String called = name.strip();
    if (called.isEmpty() || called.length() > LONGEST_NAME) {
      throw invalid("name", "required", "A token has a name of up to 100 characters.");
    }
    if (!Set.of("read", "write", "all").contains(scope)) {
      throw invalid("scope", "wrong_kind", "A scope is read, write or all.");
    }
    if (days < 0 || days > LONGEST_DAYS) {
      throw invalid("days", "out_of_range", "A token lasts up to 3,650 days, or for ever with 0.");
    }
    if (storage.passes(userId, TOKEN).size() >= MOST_TOKENS) {
      throw invalid("name", "too_many", "There are 100 tokens already: revoke some first.");
    }
    String secret = "parley_" + Secrets.random();
    Instant now = now();
    Instant until = days == 0 ? null : now.plus(Duration.ofDays(days));
    long origin = sessions.events().told(principal, "token", userId, called);
    Pass pass =
        new Pass(Secrets.hash(secret), TOKEN, userId, called, scope, now, until, null, origin);
    storage.save(pass);
    return new Made(told(pass), secret);
  }

  @Override
  public void revoke(Principal principal, long userId, String id) {
    refuseOthers(principal, userId);
    storage.passes(userId, TOKEN).stream()
        .filter(pass -> Secrets.id(pass.hash()).equals(id))
        .filter(pass -> storage.deletePass(pass.hash()))
        .forEach(pass -> sessions.events().told(principal, "revoked", userId, pass.name()));
  }

  /** Tokens are one's own; those of programs are for people to keep who manage people. */
  private void refuseOthers(Principal principal, long userId) {
    if (principal.userId() == userId) {
      return;
    }
    if (!principal.may(PEOPLE)) {
      throw forbidden("This needs the right \"people\".");
    }
    refuseStronger(principal, userId);
    if (!Boolean.TRUE.equals(person(userId).get("service"))) {
      throw forbidden("People make their own tokens; you can make them for programs.");
    }
  }

  private static ParleyException forbidden(String why) {
    return new ParleyException(ErrorKind.FORBIDDEN, "forbidden", why);
  }

  private static ParleyException invalid(String field, String code, String message) {
    return ParleyException.invalid(List.of(new FieldError(field, code, message)));
  }
}
