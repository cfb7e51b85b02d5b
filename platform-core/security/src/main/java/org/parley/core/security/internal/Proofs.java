// SPDX-License-Identifier: Apache-2.0
package org.parley.core.security.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongFunction;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.ParleyException;
import org.parley.api.record.Record;
import org.parley.api.security.Principal;
import org.parley.core.security.SecurityStorage;
import org.parley.core.security.SecurityStorage.Credential;
import org.parley.core.security.SecurityStorage.Pass;
import org.parley.core.security.SecurityStorage.SecondFactor;
import org.parley.core.security.Sessions;

/**
 * How people prove who they are: by a password and a second factor, from devices that are known or
 * not. Guesses are slowed down. Safe for use by many threads.
 */
final class Proofs {
  /** For how long a device is known on which somebody has logged in. */
  private static final Duration DEVICE_KNOWN = Duration.ofDays(90);

  private static final String DEVICE = "device";

  /** Stands for a device where a password is changed. */
  private static final String CHANGE = "change";

  private static final int LONGEST_NAME = 255;

  private final SecurityStorage storage;
  private final Passwords passwords;
  private final OneTimeCodes codes;
  private final AccessEvents events;
  private final InstantSource clock;
  private final LongFunction<Optional<Record>> user;
  private final Throttle throttle;

  /** Somebody who has proved who they are. */
  record Proved(Credential credential, Record user) {}

  /**
   * @param user finds somebody who may log in
   */
  Proofs(
      SecurityStorage storage,
      Passwords passwords,
      OneTimeCodes codes,
      AccessEvents events,
      InstantSource clock,
      LongFunction<Optional<Record>> user) {
    this.storage = storage;
    this.passwords = passwords;
    this.codes = codes;
    this.events = events;
    this.clock = clock;
    this.user = user;
    this.throttle = new Throttle(clock);
  }

  /** Lets somebody in by their password, and a code where they have a second factor. */
  Proved login(String username, String password, String code, Sessions.Client client) {
    String name = username.strip().toLowerCase(Locale.ROOT);
    if (name.length() > LONGEST_NAME || !Passwords.isBearable(password)) {
      throw badLogin();
    }
    Optional<Credential> credential = storage.credential(name);
    String device = credential.flatMap(found -> device(found, client)).orElse(null);
    throttle.check(name, client.address(), device);
    boolean right =
        passwords.matches(
            password,
            credential.filter(Credential::hasPassword).map(Credential::hash).orElse(null),
            device != null);
    Optional<Record> person = credential.flatMap(found -> user.apply(found.userId()));
    if (!right || person.isEmpty()) {
      throttle.failed(name, client.address(), device);
      credential.ifPresent(as -> events.failed(as, client));
      throw badLogin();
    }
    Credential found = credential.get();
    Optional<SecondFactor> second = codes.inForce(found.userId());
    if (second.isPresent()) {
      proveSecond(found, second.get(), code, client, device);
    }
    throttle.succeeded(name, client.address(), device);
    if (passwords.isOutdated(found.hash())) {
      storage.save(
          new Credential(found.userId(), found.username(), passwords.encode(password), ""));
    }
    return new Proved(found, person.get());
  }

  /** Whoever knows the password is asked for a code; guesses of it are slowed down alike. */
  private void proveSecond(
      Credential credential,
      SecondFactor factor,
      String code,
      Sessions.Client client,
      String device) {
    if (code == null || code.isBlank()) {
      throw secondFactor("Enter the code that your app shows, or a recovery code.");
    }
    OneTimeCodes.Proof proof = codes.prove(factor, code);
    if (proof == OneTimeCodes.Proof.NONE) {
      throttle.failed(credential.username(), client.address(), device);
      events.failed(credential, client);
      throw secondFactor(
          "This code is wrong, or was used already. Enter the one that is shown now.");
    }
    if (proof == OneTimeCodes.Proof.RECOVERY) {
      Principal who =
          new Principal(Principal.Kind.USER, credential.userId(), credential.username(), Set.of());
      events.told(who, "code", credential.userId(), client);
    }
  }

  /** Whether somebody who is logged in knows their password; guesses are slowed down here too. */
  boolean proves(Credential credential, String password) {
    throttle.check(credential.username(), "", CHANGE);
    if (credential.hasPassword()
        && Passwords.isBearable(password)
        && passwords.matches(password, credential.hash(), true)) {
      throttle.succeeded(credential.username(), "", CHANGE);
      return true;
    }
    throttle.failed(credential.username(), "", CHANGE);
    return false;
  }

  /** What the device shows from now on, by which it is known; null where it is known already. */
  String newDevice(Credential credential, Sessions.Client client) {
    if (device(credential, client).isPresent()) {
      return null;
    }
    String device = Secrets.random();
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    Instant until = now.plus(DEVICE_KNOWN);
    storage.save(
        new Pass(Secrets.hash(device), DEVICE, credential.userId(), "", "", now, until, null));
    return device;
  }

  /** What tells a device on which this person has logged in before. */
  private Optional<String> device(Credential credential, Sessions.Client client) {
    String shown = client.device();
    return shown == null || shown.length() > Secrets.LONGEST
        ? Optional.empty()
        : storage
            .pass(Secrets.hash(shown))
            .filter(pass -> pass.kind().equals(DEVICE))
            .filter(pass -> pass.userId() == credential.userId())
            .map(Pass::hash);
  }

  private static ParleyException secondFactor(String detail) {
    return new ParleyException(ErrorKind.LOGIN_REQUIRED, "second_factor", detail);
  }

  private static ParleyException badLogin() {
    return new ParleyException(
        ErrorKind.LOGIN_REQUIRED, "bad_login", "The user name or the password is wrong.");
  }
}
