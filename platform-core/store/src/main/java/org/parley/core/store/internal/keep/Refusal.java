// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.keep;

/** Why a command does not do what it was asked to, told to the person who asked. */
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Something did not work. */
  static final int FAILED = 1;

  /** The command line makes no sense. */
  static final int USAGE = 2;

  /** The data is in use, or Parley has to be stopped or started first. */
  static final int IN_USE = 3;

  /** What was given is damaged, foreign, or does not belong where it should go. */
  static final int UNFIT = 4;

  private final int code;

  Refusal(int code, String message) {
    this(code, message, null);
  }

  Refusal(int code, String message, Throwable cause) {
    super(message, cause);
    this.code = code;
  }

  static Refusal failed(String message, Throwable cause) {
    return new Refusal(FAILED, message, cause);
  }

  static Refusal unfit(String message) {
    return new Refusal(UNFIT, message);
  }

  /** The exit code. */
  int code() {
    return code;
  }
}
