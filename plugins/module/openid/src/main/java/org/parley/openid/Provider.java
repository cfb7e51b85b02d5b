// SPDX-License-Identifier: Apache-2.0
package org.parley.openid;

import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.parley.api.record.Record;
import org.parley.api.record.Records;
import org.parley.api.record.Reference;

/**
 * An identity provider as it is set up here.
 *
 * @param version of its record: with another one, what was learnt of it does not hold any more
 * @param secret null for a public client
 * @param roles ids of roles by group; none where groups say nothing about roles
 */
record Provider(
    long id,
    long version,
    Issuer issuer,
    ClientID client,
    Secret secret,
    String scopes,
    boolean emailMatches,
    boolean takesIn,
    String groupsClaim,
    String authority,
    Map<String, Set<Long>> roles) {
  static final String TYPE = "openid_provider";
  private static final String GROUP = "openid_group";
  private static final int MOST = 200;

  /** The one of this name, if it is offered. */
  static Optional<Provider> of(Records records, String choice) {
    return choice.matches("[0-9]{1,18}")
        ? records
            .get(TYPE, Long.parseLong(choice))
            .filter(record -> Boolean.TRUE.equals(record.get("active")))
            .map(record -> of(records, record))
        : Optional.empty();
  }

  private static Provider of(Records records, Record record) {
    return new Provider(
        record.id(),
        record.version(),
        new Issuer(text(record, "issuer")),
        new ClientID(text(record, "client_id")),
        records.secret(TYPE, record.id(), "client_secret").map(Secret::new).orElse(null),
        text(record, "scopes"),
        Boolean.TRUE.equals(record.get("email_matches")),
        Boolean.TRUE.equals(record.get("takes_in")),
        text(record, "groups_claim"),
        (String) record.get("authority"),
        roles(records.find(GROUP, "provider==" + record.id(), MOST)));
  }

  private static Map<String, Set<Long>> roles(List<Record> groups) {
    Map<String, Set<Long>> roles = new HashMap<>();
    for (Record group : groups) {
      roles
          .computeIfAbsent(text(group, "name"), name -> new HashSet<>())
          .add(((Reference) group.get("role")).id());
    }
    return roles;
  }

  private static String text(Record record, String field) {
    return String.valueOf(record.get(field));
  }

  /** The roles of somebody in these groups, or null where groups say nothing about roles. */
  Set<Long> rolesOf(Set<String> groups) {
    if (roles.isEmpty()) {
      return null;
    }
    Set<Long> given = new HashSet<>();
    groups.forEach(group -> given.addAll(roles.getOrDefault(group, Set.of())));
    return given;
  }
}
