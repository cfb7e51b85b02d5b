// SPDX-License-Identifier: Apache-2.0
package org.parley.core.security.internal;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.ParleyException;
import org.parley.api.record.Record;
import org.parley.api.record.Reference;
import org.parley.api.security.Principal;
import org.parley.core.record.RecordStore;
import org.parley.core.record.RecordStore.ListQuery;
import org.parley.core.record.Result;
import org.parley.core.security.SecurityStorage;
import org.parley.core.security.SecurityStorage.Credential;
import org.parley.spi.login.ForeignPerson;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who of the people here somebody is that another system knows. Once found, they are tied together
 * by a record, and known by that alone from then on.
 */
final class ForeignPeople {
  private static final Logger LOG = LoggerFactory.getLogger(ForeignPeople.class);
  private static final String LINK = "linked_login";
  private static final String THROUGH = "login";
  private static final int LONGEST_NAME = 100;

  /** What can be looked for: no wildcard, and nothing that ends a filter. */
  private static final Pattern LOOKED_FOR = Pattern.compile("[^\\s*\"\\\\\\p{Cntrl}]{1,254}");

  private final SecurityStorage storage;
  private final RecordStore records;

  /** Somebody who may log in. */
  record Known(Credential credential, Record user) {}

  ForeignPeople(SecurityStorage storage, RecordStore records) {
    this.storage = storage;
    this.records = records;
  }

  /**
   * Finds somebody, or takes them in, and gives them the roles that the other system names.
   *
   * @throws ParleyException LOGIN_REQUIRED {@code login_unknown} when nobody here is that person
   */
  Known known(String plugin, ForeignPerson person) {
    Principal by = new Principal(Principal.Kind.SYSTEM, 0, plugin, Set.of());
    Record user = linked(person).or(() -> link(by, person)).orElseThrow(ForeignPeople::unknown);
    if (user.get("deleted_at") != null || Boolean.FALSE.equals(user.get("active"))) {
      throw unknown();
    }
    if (person.roles() != null) {
      give(by, user.id(), person.issuer(), person.roles());
    }
    return new Known(credential(user), user);
  }

  private static String key(ForeignPerson person) {
    return Secrets.hash(person.issuer() + "\n" + person.subject());
  }

  private Optional<Record> linked(ForeignPerson person) {
    return first(LINK, "key==" + key(person))
        .map(link -> (Reference) link.get("user"))
        .map(user -> records.get(Principal.SYSTEM, "user", user.id(), null, null).record());
  }

  private Optional<Record> link(Principal by, ForeignPerson person) {
    Optional<Record> user = matching(person).or(() -> taken(by, person));
    user.ifPresent(
        found -> {
          Map<String, Object> fields = new LinkedHashMap<>();
          fields.put("user", found.id());
          fields.put("issuer", person.issuer());
          fields.put("subject", person.subject());
          fields.put("key", key(person));
          records.create(by, LINK, fields, THROUGH);
        });
    return user;
  }

  /** The one person with this address: where several have it, nobody can tell. */
  private Optional<Record> matching(ForeignPerson person) {
    if (!person.matches() || person.email() == null || !isSought(person.email())) {
      return Optional.empty();
    }
    List<Record> found =
        list("user", "email==\"" + person.email() + "\";active==true", 2).stream()
            .filter(user -> person.email().equalsIgnoreCase(String.valueOf(user.get("email"))))
            .filter(user -> !Boolean.TRUE.equals(user.get("service")))
            .toList();
    return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
  }

  private Optional<Record> taken(Principal by, ForeignPerson person) {
    if (!person.welcome()) {
      return Optional.empty();
    }
    String wanted = person.username() == null ? person.email() : person.username();
    if (wanted == null || wanted.length() > LONGEST_NAME || !isSought(wanted)) {
      return Optional.empty();
    }
    if (first("user", "username==\"" + wanted + "\"").isPresent()) {
      throw new ParleyException(
          ErrorKind.LOGIN_REQUIRED,
          "login_unknown",
          "Somebody else is called "
              + wanted
              + " here. Ask whoever looks after Parley to give your account your mail address.");
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("username", wanted);
    fields.put("name", person.name() == null || person.name().isBlank() ? wanted : person.name());
    if (person.email() != null) {
      fields.put("email", person.email());
    }
    try {
      return Optional.of(records.create(by, "user", fields, THROUGH).record());
    } catch (ParleyException misfit) {
      if (misfit.kind() == ErrorKind.UNAVAILABLE) {
        throw misfit;
      }
      throw new ParleyException(
          ErrorKind.LOGIN_REQUIRED,
          "login_unknown",
          "What the other system says of you does not fit here: " + misfit.getMessage(),
          misfit);
    }
  }

  private static boolean isSought(String text) {
    return LOOKED_FOR.matcher(text).matches();
  }

  /** Gives and takes the roles that come from there, and lets those be that people have given. */
  private void give(Principal by, long user, String issuer, Set<Long> roles) {
    Set<Long> missing = new HashSet<>(roles);
    for (Record given : list("role_assignment", "user==" + user, 200)) {
      long role = ((Reference) given.get("role")).id();
      boolean fromThere = issuer.equals(given.get("source"));
      if (fromThere && !roles.contains(role)) {
        take(by, given);
      }
      missing.remove(role);
    }
    for (long role : missing) {
      records.create(
          by, "role_assignment", Map.of("user", user, "role", role, "source", issuer), THROUGH);
    }
  }

  /** Where nobody else could manage people, whoever can keeps that, and still gets in. */
  private void take(Principal by, Record given) {
    try {
      records.delete(by, "role_assignment", given.id(), 0, THROUGH);
    } catch (ParleyException kept) {
      if (kept.kind() != ErrorKind.CONFLICT) {
        throw kept;
      }
      LOG.warn("A role that comes from elsewhere stays: {}", kept.getMessage());
    }
  }

  /** Somebody who has come in this way has no password until they choose one by a link. */
  private Credential credential(Record user) {
    return storage
        .credential(user.id())
        .orElseGet(
            () -> {
              String username = String.valueOf(user.get("username")).toLowerCase(Locale.ROOT);
              Credential none = new Credential(user.id(), username, "", "");
              storage.save(none);
              return none;
            });
  }

  private Optional<Record> first(String type, String filter) {
    return list(type, filter, 1).stream().findFirst();
  }

  private List<Record> list(String type, String filter, int limit) {
    ListQuery query = new ListQuery(filter, null, null, null, limit, null, false, false);
    return records.list(Principal.SYSTEM, type, query).items().stream()
        .map(Result::record)
        .toList();
  }

  private static ParleyException unknown() {
    return new ParleyException(
        ErrorKind.LOGIN_REQUIRED,
        "login_unknown",
        "There is no account for you here. Ask whoever looks after Parley for one.");
  }
}
