// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.write;

import java.util.List;
import org.parley.core.record.HookSource;

/** The hooks in force, none while the plugin room is not there. */
@FunctionalInterface
public interface Hooks {
  List<HookSource.Hook> of(String type);
}
