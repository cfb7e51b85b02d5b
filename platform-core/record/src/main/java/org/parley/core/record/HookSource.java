// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;
import org.parley.spi.record.Decision;
import org.parley.spi.record.Draft;
import org.parley.spi.record.HookContext;

/** Where hooks come from: implemented by the plugin room, which knows versions and deadlines. */
@ConsumerType
public interface HookSource {
  /** A hook of the version of its plugin that is in force for this write. */
  interface Hook {
    String plugin();

    boolean guard();

    /**
     * Calls it within its deadline.
     *
     * @throws HookFailure when it throws, takes too long or its plugin is broken; already counted
     */
    Decision before(Draft draft, HookContext context) throws HookFailure;
  }

  /** A hook that gave no answer. */
  final class HookFailure extends Exception {
    private static final long serialVersionUID = 1L;

    public HookFailure(String message, Throwable cause) {
      super(message, cause);
    }
  }

  /** The hooks of a type, in a stable order. */
  List<Hook> hooks(String type);
}
