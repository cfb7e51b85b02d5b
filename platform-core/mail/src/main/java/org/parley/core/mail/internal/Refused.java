// SPDX-License-Identifier: Apache-2.0
package org.parley.core.mail.internal;

import org.parley.core.mail.Mails.Step;

/** A step on the way of a mail failed. */
final class Refused extends Exception {
  private static final long serialVersionUID = 1L;

  private final transient Step step;
  private final boolean ofThisMail;
  private final boolean lasting;

  private Refused(Step step, boolean ofThisMail, boolean lasting, Throwable cause) {
    super(step.code() + ": " + step.detail() + " " + step.answer(), cause);
    this.step = step;
    this.ofThisMail = ofThisMail;
    this.lasting = lasting;
  }

  /** The server takes nothing at all. */
  static Refused ofAll(Step step, Throwable cause) {
    return new Refused(step, false, false, cause);
  }

  /**
   * The server does not take this mail.
   *
   * @param lasting whether it never will
   */
  static Refused ofOne(Step step, boolean lasting, Throwable cause) {
    return new Refused(step, true, lasting, cause);
  }

  Step step() {
    return step;
  }

  boolean ofThisMail() {
    return ofThisMail;
  }

  boolean lasting() {
    return lasting;
  }
}
