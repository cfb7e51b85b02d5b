// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;
import org.parley.spi.file.ScannedFile;
import org.parley.spi.file.Verdict;

/** Where scanners come from: implemented by the plugin room, which knows versions and deadlines. */
@ConsumerType
public interface FileScanSource {
  /** A scanner of the version of its plugin that is in force for this write. */
  interface Scan {
    String plugin();

    boolean guard();

    /**
     * Asks it within its deadline.
     *
     * @throws HookSource.HookFailure when it throws, takes too long or its plugin is broken;
     *     already counted
     */
    Verdict scan(ScannedFile file) throws HookSource.HookFailure;
  }

  /** All scanners, in a stable order. */
  List<Scan> scans();
}
