// SPDX-License-Identifier: Apache-2.0
package org.parley.core.mail;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;
import org.parley.api.security.Principal;

/** Mail to people of the house. A service of the mail room; safe for use by many threads. */
@ProviderType
public interface Mails {
  /** Whether mail is set up and switched on: what is asked for otherwise is not kept. */
  boolean on();

  /**
   * Asks for mails, each by itself. They lie in the database when it returns, and go by themselves.
   *
   * @throws org.parley.api.error.ParleyException UNAVAILABLE when the database does not answer
   */
  void ask(List<Asked> asked);

  /** Keeps what a summary shall be about; likewise. */
  void hold(List<Asked> asked);

  /** For whom something is held, since when. */
  Map<Long, Instant> held();

  /**
   * Asks for a summary of what is held for its person from before a moment, all of it or, when it
   * was asked for already, nothing.
   */
  void summarize(Asked summary, Instant before);

  /** How many of a kind somebody was asked to be written since a moment. */
  long since(String kind, long userId, Instant moment);

  /**
   * A step of a trial.
   *
   * @param name {@code settings}, {@code address}, {@code find}, {@code connect}, {@code encrypt},
   *     {@code login} or {@code send}
   * @param code {@code ok}, or what went wrong as in the REST reference
   * @param detail what went wrong and what to do, in English; what the server said in its words
   */
  record Step(String name, String code, String detail, String answer) {}

  /**
   * Sends a mail to the one who asks, step by step, now and on this thread: at most a minute.
   *
   * @return the steps up to the one that failed
   * @throws org.parley.api.error.ParleyException FORBIDDEN without the right {@code settings}
   */
  List<Step> test(Principal principal);

  /**
   * A mail that did not go.
   *
   * @param problem {@code waiting} for those that are tried again, else why it was given up
   */
  record Stuck(
      long id, String kind, long userId, String problem, String detail, int tries, Instant at) {}

  /**
   * How mail goes.
   *
   * @param waiting how many are still to go
   * @param sent how many went within the last day
   * @param trouble why the server takes none at the moment, or null
   * @param stuck those that need somebody, the latest first, at most 100
   */
  record State(boolean on, long waiting, long sent, Step trouble, List<Stuck> stuck) {}

  /**
   * How mail goes.
   *
   * @throws org.parley.api.error.ParleyException FORBIDDEN without the right {@code settings}
   */
  State state(Principal principal);

  /** Sends one again that did not go; NOT_FOUND when it is not among those. */
  void again(Principal principal, long id);

  /** Gives one up for good that did not go; NOT_FOUND when it is not among those. */
  void drop(Principal principal, long id);
}
