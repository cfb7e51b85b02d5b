// SPDX-License-Identifier: Apache-2.0
package org.parley.core.security.internal;

import io.nayuki.qrcodegen.QrCode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.FieldError;
import org.parley.api.error.ParleyException;
import org.parley.api.security.Principal;
import org.parley.core.mail.Mails;
import org.parley.core.record.RecordStore;
import org.parley.core.security.SecondFactors;
import org.parley.core.security.SecurityStorage;
import org.parley.core.security.SecurityStorage.Credential;
import org.parley.core.security.SecurityStorage.SecondFactor;

/** Second factors as people set them up. */
@Component(service = SecondFactors.class)
public final class StoredSecondFactors implements SecondFactors {
  private static final String ISSUER = "Parley";
  private static final String PEOPLE = "people";

  /** A QR code has a border of four dots that are light (ISO/IEC 18004). */
  private static final int QUIET = 4;

  private final SecurityStorage storage;
  private final RecordStore records;
  private final StoredSessions sessions;
  private final OneTimeCodes codes;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY)
  private volatile Mails mails;

  @Activate
  public StoredSecondFactors(
      @Reference SecurityStorage storage,
      @Reference RecordStore records,
      @Reference StoredSessions sessions) {
    this.storage = storage;
    this.records = records;
    this.sessions = sessions;
    this.codes = sessions.codes();
  }

  @Override
  public State state(Principal principal) {
    return told(principal.userId());
  }

  @Override
  public State state(Principal by, long userId) {
    if (by.userId() != userId && !by.may(PEOPLE)) {
      throw forbidden("This needs the right \"people\".");
    }
    return told(userId);
  }

  private State told(long userId) {
    boolean demanded = demanded(userId);
    boolean password = hasPassword(userId);
    return codes
        .inForce(userId)
        .map(factor -> new State(factor.since(), codes.recoveryCodes(userId), demanded, password))
        .orElse(new State(null, 0, demanded, password));
  }

  @Override
  public Set<Long> lacking(Principal by) {
    if (!by.may(PEOPLE)) {
      throw forbidden("This needs the right \"people\".");
    }
    Set<Long> have = storage.secondFactors();
    Set<Long> lacking = new TreeSet<>();
    String after = null;
    do {
      RecordStore.Page page = records.list(by, "user", people(after));
      page.items().stream()
          .map(one -> one.record().id())
          .filter(id -> !have.contains(id) && demanded(id))
          .forEach(lacking::add);
      after = page.next();
    } while (after != null);
    return lacking;
  }

  /** Those who log in with a password. */
  private static RecordStore.ListQuery people(String after) {
    return new RecordStore.ListQuery(
        "active!=false;service!=true", "id", Set.of("username"), null, 200, after, false, false);
  }

  @Override
  public Offer begin(Principal principal, String password) {
    prove(principal, password);
    String secret = Base32.encode(codes.begin(principal.userId()));
    String account = encoded(ISSUER) + ":" + encoded(principal.name());
    String uri = "otpauth://totp/" + account + "?secret=" + secret + "&issuer=" + encoded(ISSUER);
    QrCode picture = QrCode.encodeText(uri, QrCode.Ecc.MEDIUM);
    return new Offer(secret, uri, path(picture), picture.size + 2 * QUIET);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** The dark dots, each run of a row as one rectangle. */
  private static String path(QrCode code) {
    StringBuilder path = new StringBuilder();
    for (int y = 0; y < code.size; y++) {
      for (int x = 0; x < code.size; x++) {
        int begin = x;
        while (x < code.size && code.getModule(x, y)) {
          x++;
        }
        if (x > begin) {
          path.append("M%d %dh%dv1h-%dz".formatted(begin + QUIET, y + QUIET, x - begin, x - begin));
        }
      }
    }
    return path.toString();
  }

  @Override
  public List<String> confirm(Principal principal, String code) {
    long userId = principal.userId();
    SecondFactor begun =
        storage
            .secondFactor(userId)
            .filter(factor -> factor.begun() != null)
            .orElseThrow(
                () ->
                    new ParleyException(
                        ErrorKind.CONFLICT, "conflict", "Begin first: nothing is being set up."));
    if (!codes.confirm(begun, code)) {
      throw invalid(
          "code",
          "wrong_code",
          "This is not the code that the app shows now. Look whether its clock is right.");
    }
    List<String> recovery = codes.newRecoveryCodes(userId);
    sessions.events().told(principal, "second_on", userId);
    warn("second_on", userId);
    return recovery;
  }

  @Override
  public List<String> codes(Principal principal, String password) {
    prove(principal, password);
    if (codes.inForce(principal.userId()).isEmpty()) {
      throw new ParleyException(ErrorKind.CONFLICT, "conflict", "There is no second factor.");
    }
    List<String> recovery = codes.newRecoveryCodes(principal.userId());
    sessions.events().told(principal, "codes", principal.userId());
    return recovery;
  }

  @Override
  public void remove(Principal principal, String password) {
    prove(principal, password);
    refuseDemanded(principal.userId());
    end(principal, principal.userId());
  }

  /** Of whom another system says who they are it demands none: they have no password here. */
  private boolean demanded(long userId) {
    return records.demandsSecondFactor(userId) && hasPassword(userId);
  }

  /** Who has never logged in will choose one. */
  private boolean hasPassword(long userId) {
    return storage.credential(userId).map(Credential::hasPassword).orElse(true);
  }

  private void refuseDemanded(long userId) {
    if (demanded(userId)) {
      throw new ParleyException(
          ErrorKind.CONFLICT,
          "second_factor_needed",
          "Your company demands a second factor of you: it cannot be switched off. It can be set"
              + " up anew, with another phone for example.");
    }
  }

  @Override
  public void remove(Principal by, long userId) {
    Set<String> theirs = records.rights(userId);
    if (!by.may(PEOPLE) || !by.rights().containsAll(theirs)) {
      throw forbidden("This needs the right \"people\", and all that this person may do.");
    }
    if (by.userId() == userId) {
      refuseDemanded(userId);
    }
    end(by, userId);
  }

  @Override
  public boolean remove(String username) {
    Credential credential =
        storage
            .credential(username.strip().toLowerCase(Locale.ROOT))
            .orElseThrow(
                () ->
                    ParleyException.notFound(
                        "Nobody with the user name " + username + " logs in."));
    return end(Principal.SYSTEM, credential.userId());
  }

  private boolean end(Principal by, long userId) {
    if (storage.secondFactor(userId).isEmpty()) {
      return false;
    }
    codes.remove(userId);
    sessions.forget(userId);
    sessions.events().told(by, "second_off", userId);
    warn("second_off", userId);
    return true;
  }

  /** Tells somebody by mail, in case it was not them. */
  private void warn(String what, long userId) {
    Mails known = mails;
    if (known != null && known.on()) {
      known.ask(List.of(Reminders.changed(what, userId, Instant.now())));
    }
  }

  private void prove(Principal principal, String password) {
    Optional<Credential> known = storage.credential(principal.userId());
    if (known.isEmpty() || !sessions.proofs().proves(known.get(), password)) {
      throw invalid("password", "wrong_password", "This is not your password.");
    }
  }

  private static ParleyException forbidden(String why) {
    return new ParleyException(ErrorKind.FORBIDDEN, "forbidden", why);
  }

  private static ParleyException invalid(String field, String code, String message) {
    return ParleyException.invalid(List.of(new FieldError(field, code, message)));
  }
}
