// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record;

import java.util.List;

/** Why somebody can or cannot do something with a record. */
public record Explanation(List<Decision> decisions) {
  /**
   * One of the things that can be done.
   *
   * @param action {@code read}, {@code edit} or {@code delete}
   * @param because what speaks for it and what against, in sentences
   */
  public record Decision(String action, boolean allowed, List<String> because) {
    public Decision {
      because = List.copyOf(because);
    }
  }

  public Explanation {
    decisions = List.copyOf(decisions);
  }
}
