// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.kind;

/**
 * A person of the house: a reference to a user. A body may say {@code me}, which whoever reads
 * bodies turns into the caller's id.
 */
final class UserKind extends ReferenceKind {
  UserKind() {
    super("user");
  }
}
