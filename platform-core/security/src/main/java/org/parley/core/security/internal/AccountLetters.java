// SPDX-License-Identifier: Apache-2.0
package org.parley.core.security.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import org.parley.api.security.Principal;
import org.parley.core.mail.Addressee;
import org.parley.core.mail.Asked;
import org.parley.core.mail.Letter;
import org.parley.core.mail.Letter.Part;
import org.parley.core.mail.LetterWriter;
import org.parley.core.mail.Mails;
import org.parley.core.mail.Words;
import org.parley.core.record.RecordStore;
import org.parley.core.record.RecordStore.ListQuery;

/**
 * Letters about getting in. A link is made when its letter is written: no table and no backup ever
 * holds one.
 */
@Component(service = LetterWriter.class)
public final class AccountLetters implements LetterWriter {
  static final Duration REMINDER_LASTS = Duration.ofMinutes(60);
  private static final Duration INVITATION_LASTS = Duration.ofDays(3);
  private static final Duration BETWEEN = Duration.ofMinutes(5);
  private static final int PER_DAY = 5;

  /** More people than these do not share an address. */
  private static final int MOST = 5;

  /** A name or an address that can be looked for: no wildcard, and nothing that ends a filter. */
  private static final Pattern LOOKED_FOR = Pattern.compile("[^\\s*\"\\\\\\p{Cntrl}]{1,254}");

  private final StoredCredentials credentials;
  private final RecordStore records;
  private final Mails mails;
  private final InstantSource clock;

  @Activate
  public AccountLetters(
      @Reference StoredCredentials credentials,
      @Reference RecordStore records,
      @Reference Mails mails) {
    this(credentials, records, mails, InstantSource.system());
  }

  AccountLetters(
      StoredCredentials credentials, RecordStore records, Mails mails, InstantSource clock) {
    this.credentials = credentials;
    this.records = records;
    this.mails = mails;
    this.clock = clock;
  }

  @Override
  public Set<String> kinds() {
    return Set.of(Reminders.FORGOTTEN, Reminders.INVITATION, Reminders.CHANGED);
  }

  @Override
  public Duration worth(String kind) {
    return kind.equals(Reminders.FORGOTTEN) ? REMINDER_LASTS : INVITATION_LASTS;
  }

  /** A second link takes the place of the first; a second warning does no harm. */
  @Override
  public boolean repeats(String kind) {
    return true;
  }

  @Override
  public Optional<Letter> write(Asked asked, List<Asked> held) {
    return switch (asked.kind()) {
      case Reminders.FORGOTTEN -> reminder(asked);
      case Reminders.INVITATION -> Addressee.of(records, asked.userId()).map(this::invitation);
      default -> Addressee.of(records, asked.userId()).map(to -> changed(to, asked.about()));
    };
  }

  private Letter invitation(Addressee to) {
    Words words = words(to);
    String token = credentials.link(to.userId(), INVITATION_LASTS).token();
    return new Letter(
        to,
        words.say("invitation.subject"),
        List.of(
            Part.text(words.say("hello", "name", to.name())),
            Part.text(words.say("invitation.text", "username", to.username())),
            Part.button(words.say("invitation.choose"), "invitation#" + token),
            Part.text(words.say("invitation.lasts"))),
        words.say("invitation.reason"),
        null);
  }

  private Optional<Letter> reminder(Asked asked) {
    List<Addressee> found = found(asked.about());
    if (asked.userId() == 0) {
      found = found.stream().filter(this::mayBeWritten).toList();
    }
    if (found.isEmpty()) {
      return Optional.empty();
    }
    Addressee to = found.get(0);
    Words words = words(to);
    List<Part> parts = new ArrayList<>();
    parts.add(Part.text(words.say("hello", "name", to.name())));
    for (Addressee one : found) {
      String token = credentials.reminder(one.userId(), REMINDER_LASTS).token();
      parts.add(Part.text(words.say("forgotten.text", "username", one.username())));
      parts.add(Part.button(words.say("forgotten.choose"), "invitation#" + token));
    }
    parts.add(Part.text(words.say("forgotten.lasts")));
    parts.add(Part.text(words.say("forgotten.ignore")));
    return Optional.of(
        new Letter(to, words.say("forgotten.subject"), parts, words.say("forgotten.reason"), null));
  }

  /** Nobody's mailbox is filled by others who know their name. */
  private boolean mayBeWritten(Addressee one) {
    Instant now = clock.instant();
    String kind = Reminders.FORGOTTEN;
    return mails.since(kind, one.userId(), now.minus(BETWEEN)) == 0
        && mails.since(kind, one.userId(), now.minus(Duration.ofDays(1))) < PER_DAY;
  }

  /** Those of a user name, or of an address: all of them get it at the address that is theirs. */
  private List<Addressee> found(String who) {
    if (!LOOKED_FOR.matcher(who).matches()) {
      return List.of();
    }
    Map<Long, Addressee> found = new LinkedHashMap<>();
    for (String field : List.of("username", "email")) {
      ListQuery query =
          new ListQuery(field + "==\"" + who + "\"", null, null, null, MOST, null, false, false);
      records.list(Principal.SYSTEM, "user", query).items().stream()
          .map(one -> one.record())
          .filter(user -> who.equalsIgnoreCase(String.valueOf(user.get(field))))
          .flatMap(user -> Addressee.of(records, user).stream())
          .forEach(one -> found.putIfAbsent(one.userId(), one));
    }
    List<Addressee> all =
        found.values().stream().filter(one -> credentials.hasPassword(one.userId())).toList();
    return all.stream().filter(one -> one.email().equalsIgnoreCase(all.get(0).email())).toList();
  }

  private static Letter changed(Addressee to, String about) {
    Words words = words(to);
    String what = about.substring(0, about.indexOf(' '));
    Instant at = Instant.parse(about.substring(about.indexOf(' ') + 1));
    String when =
        DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.SHORT)
            .withLocale(Locale.forLanguageTag(to.language()))
            .withZone(to.zone())
            .format(at);
    return new Letter(
        to,
        words.say("changed." + what),
        List.of(
            Part.text(words.say("hello", "name", to.name())),
            Part.text(
                words.say("changed." + what + ".text", "username", to.username(), "when", when)),
            Part.text(words.say("changed.not_you"))),
        words.say("changed.reason"),
        null);
  }

  private static Words words(Addressee to) {
    return Words.of(AccountLetters.class, to.language());
  }
}
