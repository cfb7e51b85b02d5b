// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin.internal.shell;

import java.util.Set;
import org.parley.api.error.FieldError;
import org.parley.api.error.ParleyException;
import org.parley.api.security.Principal;
import org.parley.core.plugin.PluginPlan;

/** What the shell's commands have in common: who acts, and how a plan or a refusal reads. */
final class Shell {
  static final String THROUGH = "shell";

  /** Whoever reaches the shell of the running system administers it. */
  static final Principal PRINCIPAL = new Principal(Principal.Kind.SYSTEM, 0, THROUGH, Set.of());

  private Shell() {}

  static void print(PluginPlan plan) {
    System.out.println(
        plan.id() == null
            ? "This jar cannot be installed."
            : plan.action() + " " + plan.id() + " " + plan.version());
    plan.bundles().forEach(b -> System.out.println("  bundle " + b.change() + " " + b.name()));
    plan.types().forEach(t -> System.out.println("  type " + t.difference() + " " + t.type()));
    plan.fields()
        .forEach(
            f ->
                System.out.println("  field " + f.difference() + " " + f.type() + "." + f.field()));
    plan.ddl()
        .forEach(step -> System.out.println("  sql " + step.sql() + " (" + step.cost() + ")"));
    plan.contributions().forEach(c -> System.out.println("  ui " + c.point() + " " + c.label()));
    plan.warnings().forEach(warning -> System.out.println("  warning " + warning));
    plan.conflicts()
        .forEach(
            c -> print(c.file() == null ? "file" : c.file(), c.line(), c.pointer(), c.message()));
  }

  static void print(ParleyException refusal) {
    System.out.println(refusal.getMessage());
    for (FieldError error : refusal.fields()) {
      print(error.field(), error.line(), error.pointer(), error.message());
    }
  }

  private static void print(String file, int line, String pointer, String message) {
    System.out.println(
        "  "
            + file
            + (line > 0 ? ":" + line : "")
            + (pointer == null || pointer.isEmpty() ? "" : " " + pointer)
            + ": "
            + message);
  }
}
