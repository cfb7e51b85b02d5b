// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.database;

/** What sort of trouble a database reports, whatever its codes are. */
public enum Failure {
  /** Two transactions stood in each other's way: the whole transaction may be tried again. */
  CONFLICT,
  /** A unique key has the value already. */
  UNIQUE,
  /** A foreign key points nowhere. */
  FOREIGN_KEY,
  /** A value does not fit its column. */
  VALUE,
  /** It was stopped because it took too long. */
  TIMEOUT,
  /** There is no room left to write to; what is there can still be read. */
  DISK_FULL,
  /** No connection, no disk, shut down. */
  UNAVAILABLE,
  /** Anything else: our own fault. */
  OTHER
}
