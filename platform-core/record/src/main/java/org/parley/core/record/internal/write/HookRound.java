// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.write;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.FieldError;
import org.parley.api.error.ParleyException;
import org.parley.api.record.Record;
import org.parley.core.record.HookSource;
import org.parley.core.record.RecordType;
import org.parley.spi.record.Decision;
import org.parley.spi.record.Draft;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Asks all hooks of a type about one write, each with the patches of those before it. */
final class HookRound {
  private static final Logger LOG = LoggerFactory.getLogger(HookRound.class);

  /** A write that a plugin wants to come along. */
  record Wanted(String plugin, Decision.FurtherWrite write) {}

  private final WriteUnit unit;
  private final RecordType type;
  private final List<Wanted> wanted = new ArrayList<>();

  HookRound(WriteUnit unit, RecordType type) {
    this.unit = unit;
    this.type = type;
  }

  /** What hooks want written besides. */
  List<Wanted> wanted() {
    return wanted;
  }

  /** The values after all patches. */
  Map<String, Object> run(
      Draft.Operation operation, Optional<Record> before, Map<String, Object> values) {
    Map<String, Object> patched = values;
    Optional<Record> shown = before.map(record -> HookReads.shown(type, record));
    for (HookSource.Hook hook : unit.hooks().of(type.name())) {
      Draft draft = new Draft(operation, type.name(), shown, visible(patched), unit.principal());
      Decision decision = decision(hook, draft);
      if (decision == null) {
        continue;
      }
      if (decision.veto() != null) {
        throw new ParleyException(ErrorKind.CONFLICT, "vetoed", decision.veto());
      }
      List<FieldError> errors = new ArrayList<>();
      Map<String, Object> json = Values.json(decision.patch());
      Map<String, Object> given = Values.read(type, json, false, unit.principal().userId(), errors);
      Map<String, Object> patch = unit.attached(type, given, patched, errors);
      if (!errors.isEmpty()) {
        String what = errors.get(0).field() + ": " + errors.get(0).message();
        unusable(hook, "gave a patch that does not fit, " + what, null);
        continue;
      }
      patched = Values.merged(patched, patch);
      decision.further().forEach(write -> wanted.add(new Wanted(hook.plugin(), write)));
    }
    return patched;
  }

  private Map<String, Object> visible(Map<String, Object> values) {
    Map<String, Object> visible = new LinkedHashMap<>(values);
    visible.keySet().removeIf(name -> type.fields().get(name).hidden());
    return visible;
  }

  private Decision decision(HookSource.Hook hook, Draft draft) {
    try (HookReads reads = new HookReads(unit)) {
      Decision decision = hook.before(draft, reads);
      if (decision == null) {
        unusable(hook, "gave no answer", null);
      }
      return decision;
    } catch (HookSource.HookFailure e) {
      unusable(hook, e.getMessage(), e);
      return null;
    }
  }

  /**
   * Without the consent of a guard nothing is written; without that of others the write goes on.
   */
  private void unusable(HookSource.Hook hook, String why, Throwable cause) {
    if (hook.guard()) {
      throw new ParleyException(
          ErrorKind.UNAVAILABLE,
          "guard_unavailable",
          "The plugin "
              + hook.plugin()
              + " must agree to every write of "
              + type.plural()
              + " and does not answer at the moment.",
          cause);
    }
    LOG.warn("Hook of {} on {} skipped: {}", hook.plugin(), type.name(), why);
  }
}
