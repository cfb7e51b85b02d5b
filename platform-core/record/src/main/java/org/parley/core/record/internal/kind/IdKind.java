// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.kind;

/** The kind of {@code id} and {@code version}: columns of every type that no descriptor names. */
final class IdKind extends IntegerKind {
  IdKind() {
    super("id");
  }
}
