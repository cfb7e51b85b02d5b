// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.model;

import java.util.ArrayList;
import java.util.List;
import org.parley.core.record.Layer;
import org.parley.core.record.ModelPlan.Problem;

/**
 * What is wrong with descriptors, gathered so that all is told at once. A removed plugin can no
 * longer be put right, so what is wrong with it becomes a warning and the part is left out.
 */
final class Problems {
  private final List<Problem> problems = new ArrayList<>();
  private final List<String> warnings = new ArrayList<>();

  void add(Layer layer, String file, String pointer, String code, String message) {
    if (layer.quarantined()) {
      warnings.add(layer.plugin() + " (removed), " + file + pointer + ": " + message);
    } else {
      problems.add(new Problem(layer.plugin(), file, pointer, code, message));
    }
  }

  void warn(String warning) {
    warnings.add(warning);
  }

  List<Problem> problems() {
    return problems;
  }

  List<String> warnings() {
    return warnings;
  }
}
