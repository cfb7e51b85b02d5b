// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin.internal;

import org.parley.core.plugin.internal.hook.ServingVersion;

/** A plugin on its way up during a start; used by the starting thread alone. */
final class Rising {
  private final byte[] bytes;
  private final boolean fresh;
  private final Rising before;
  private Installed installed;
  private Operations.Running operation;
  private ServingVersion serving;

  private Rising(Installed installed, byte[] bytes, boolean fresh, Rising before) {
    this.installed = installed;
    this.bytes = bytes;
    this.fresh = fresh;
    this.before = before;
  }

  /** One that the ledger has. */
  static Rising known(Installed installed, byte[] bytes) {
    return new Rising(installed, bytes, false, null);
  }

  /**
   * One that the distribution brings.
   *
   * @param before what it replaces, or null
   */
  static Rising fresh(Installed installed, byte[] bytes, Rising before) {
    return new Rising(installed, bytes, true, before);
  }

  String id() {
    return installed.id();
  }

  byte[] bytes() {
    return bytes;
  }

  boolean fresh() {
    return fresh;
  }

  Rising before() {
    return before;
  }

  Installed installed() {
    return installed;
  }

  /** Marks it as not running; its types stay in the model. */
  void fail(String why) {
    installed = installed.failed(why);
  }

  /** Takes its layer out of the model too: its descriptors no longer fit. */
  void discard(String why) {
    installed = Installed.unreadable(installed.entry(), why);
  }

  /** Null for one that the ledger has, and before it is recorded. */
  Operations.Running operation() {
    return operation;
  }

  void operation(Operations.Running begun) {
    operation = begun;
  }

  /** Null until it was started or given up. */
  ServingVersion serving() {
    return serving;
  }

  void serving(ServingVersion version) {
    serving = version;
  }
}
