// SPDX-License-Identifier: Apache-2.0
package org.parley.core.operation.internal.support;

import java.io.PrintWriter;
import org.parley.core.operation.Evidence;

/** Evidence of this room's own. */
record Part(String file, Writing writing) implements Evidence {
  interface Writing {
    void to(PrintWriter out) throws Exception;
  }

  @Override
  public void write(PrintWriter out) throws Exception {
    writing.to(out);
  }
}
