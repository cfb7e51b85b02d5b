// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin.internal.jar;

import java.util.ArrayList;
import java.util.List;
import org.parley.core.plugin.PluginPlan.Conflict;

/** Collects what is wrong with a jar, so that a person sees all of it at once. */
public final class Findings {
  private static final int MOST = 100;

  private final List<Conflict> conflicts = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  /** The jar itself is at fault. */
  public void refuse(String code, String message, String file) {
    refuse(code, message, file, 0, null);
  }

  /** A place in a file of the jar is at fault. */
  public void refuse(String code, String message, String file, int line, String pointer) {
    add(new Conflict("refused", code, message, file, line, pointer));
  }

  /** Something that is there stands in the way. */
  public void conflict(String code, String message, String file, int line, String pointer) {
    add(new Conflict("conflict", code, message, file, line, pointer));
  }

  public void warn(String message) {
    if (warnings.size() < MOST) {
      warnings.add(message);
    }
  }

  public boolean clean() {
    return conflicts.isEmpty();
  }

  public List<Conflict> conflicts() {
    return List.copyOf(conflicts);
  }

  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  private void add(Conflict conflict) {
    if (conflicts.size() < MOST && !conflicts.contains(conflict)) {
      conflicts.add(conflict);
    }
  }
}
