// SPDX-License-Identifier: Apache-2.0
package org.parley.core.mail;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * The outbox in the database; implemented by the store room. Each call is one transaction; many
 * nodes may call at once.
 */
@ConsumerType
public interface MailStorage {
  /** Where a mail is on its way. */
  enum State {
    /** For a summary that is not due yet. */
    HELD,
    /** Part of a summary. */
    BUNDLED,
    WAITING,
    /** Somebody writes it or talks to the server; it has surely not gone. */
    CLAIMED,
    /** The server has it all and is asked to take it: nobody knows until it has answered. */
    SENDING,
    SENT,
    /** There was nothing to say when it was to be written. */
    NOTHING,
    /** Given up until an administrator decides. */
    PARKED,
    /** Given up by an administrator. */
    DROPPED
  }

  /**
   * A mail.
   *
   * @param tries how often it was begun
   * @param epoch grows with each claim; who has an older one has lost it
   * @param dueAt when it is to be tried, or until when it is claimed
   * @param problem why it did not go, as a code, or empty
   * @param detail the same in words, or empty
   */
  record Entry(
      long id,
      Asked asked,
      State state,
      int tries,
      long epoch,
      Instant dueAt,
      Instant createdAt,
      String problem,
      String detail) {}

  /** Adds those whose keys are not there yet. */
  void add(List<Asked> asked, State state, Instant now);

  /** Those to be tried: waiting ones that are due, and claimed ones whose claim is over. */
  List<Entry> due(Instant now, int limit);

  /** Takes one that still has this epoch; whether it is ours now, with an epoch one higher. */
  boolean claim(Entry entry, Instant until);

  /**
   * Moves one on.
   *
   * @param epoch the one it must have
   * @return whether it had
   */
  boolean move(
      long id, long epoch, State to, Instant dueAt, int tries, String problem, String detail);

  /** Says whom one is for, once that is known. */
  void address(long id, long userId);

  /** For whom something is held, since when. */
  Map<Long, Instant> held();

  /** Adds a summary and makes what is held for its person from before a moment part of it. */
  void bundle(Asked summary, Instant before, Instant now);

  /** What a summary is about, the oldest first. */
  List<Asked> bundled(long id, int limit);

  Optional<Entry> entry(long id);

  /** The latest in a state. */
  List<Entry> latest(State state, int limit);

  /** How many there are in a state, created since a moment. */
  long count(State state, Instant since);

  long count(String kind, long userId, Instant since);

  /** Deletes those that ended before a moment; how many. */
  int purge(Instant before);
}
