// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.access;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.parley.api.record.Reference;
import org.parley.core.record.Model;

/**
 * What a person may do, as it was when it was read: immutable.
 *
 * @param userId the person
 * @param roles what each of their roles allows; roles add up
 * @param roleNames the names of these roles, in the same order
 * @param team their own team, 0 for none
 * @param teams all teams they belong to
 * @param below these and the teams below them
 * @param outside whether they belong to somebody else and see nothing of the company's own people
 * @param shared what was shared with them, and whether they may change it
 */
record Permissions(
    long userId,
    List<Grants> roles,
    List<String> roleNames,
    long team,
    Set<Long> teams,
    Set<Long> below,
    boolean outside,
    Map<Reference, Boolean> shared) {

  /**
   * What a plugin may do in its own name: everything with records of its own types, and what it was
   * granted besides. It knows nobody of the company's people.
   */
  static Permissions ofPlugin(String plugin, Model model) {
    Map<String, Object> granted = model.grants().get(plugin);
    List<Grants> roles =
        granted == null
            ? List.of()
            : List.of(Grants.read(granted, new ArrayList<>()), Grants.ofOwner(plugin, model));
    return new Permissions(0, roles, List.of(), 0, Set.of(), Set.of(), true, Map.of());
  }

  /** With whose records of a type something may be done, by the most any role allows. */
  Level level(Action action, String type) {
    Level most = Level.NONE;
    for (Grants role : roles) {
      Level level = role.level(action, type);
      most = level.compareTo(most) > 0 ? level : most;
    }
    return most;
  }

  /** What may be done with a field, by the most any role allows. */
  FieldLevel field(String type, String field) {
    FieldLevel most = FieldLevel.NONE;
    for (Grants role : roles) {
      FieldLevel level = role.field(type, field);
      most = level.compareTo(most) > 0 ? level : most;
    }
    return most;
  }

  /** The named rights of all roles. */
  Set<String> rights() {
    return roles.stream()
        .flatMap(role -> role.rights().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  boolean has(Right right) {
    return roles.stream().anyMatch(role -> role.rights().contains(right.word()));
  }

  /** Whether everything that a role allows is allowed to this person already. */
  boolean covers(Grants role) {
    boolean types =
        role.types().keySet().stream()
            .allMatch(
                type ->
                    Arrays.stream(Action.values())
                        .allMatch(
                            action ->
                                role.level(action, type).compareTo(level(action, type)) <= 0));
    return types && rights().containsAll(role.rights());
  }
}
