// SPDX-License-Identifier: Apache-2.0
package org.parley.core.operation.internal.support;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.parley.core.operation.Evidence;

/** Makes a support bundle of a system that does not run, or does not answer. */
public final class Collect {
  private Collect() {}

  /**
   * @param arguments the installation, the data directory, the file to write, and why it is this
   *     way
   */
  public static void main(String[] arguments) throws IOException {
    Installation installation =
        new Installation(Path.of(arguments[0]), Path.of(arguments[1]), System.getenv());
    List<Evidence> parts = new ArrayList<>(installation.evidence());
    parts.add(
        new Part(
            "not-here.txt",
            out -> {
              out.println(arguments[3]);
              out.println("Only a running system can tell: its threads, heap, JVM, bundles and");
              out.println("wiring, plugins, figures, and what is in the database.");
            }));
    new SupportBundle(installation.redaction()).write(Path.of(arguments[2]), parts);
  }
}
