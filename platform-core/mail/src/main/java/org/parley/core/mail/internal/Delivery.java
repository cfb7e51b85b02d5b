// SPDX-License-Identifier: Apache-2.0
package org.parley.core.mail.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.parley.api.error.ParleyException;
import org.parley.core.mail.Asked;
import org.parley.core.mail.Letter;
import org.parley.core.mail.LetterWriter;
import org.parley.core.mail.MailStorage;
import org.parley.core.mail.MailStorage.Entry;
import org.parley.core.mail.MailStorage.State;
import org.parley.core.mail.Mails.Step;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what is due from the outbox, one by one, on a thread of its own: claims it, has it written,
 * hands it to the server and notes what became of it, each in a transaction of its own. Whatever
 * instant the system ends at, the row says how far it had come.
 */
final class Delivery implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Delivery.class);
  private static final Duration LOOK = Duration.ofSeconds(5);

  /** Longer than a mail takes to be written and handed over, step by step. */
  private static final Duration CLAIM =
      Duration.ofSeconds(Long.getLong("parley.mail.claim.seconds", 180));

  private static final Duration FIRST_RETRY = Duration.ofSeconds(30);
  private static final Duration LONGEST_RETRY = Duration.ofHours(1);
  private static final Duration FIRST_LULL = Duration.ofSeconds(5);
  private static final Duration LONGEST_LULL = Duration.ofMinutes(5);
  private static final Duration KEPT = Duration.ofDays(30);
  private static final Duration PURGE_EVERY = Duration.ofHours(1);
  private static final int AT_ONCE = 20;
  private static final int MOST_HELD = 500;

  /** The server takes nothing at the moment, as it is set up in a version of its record. */
  private record Lull(Step why, long version, int times, Instant until) {}

  private final Supplier<Optional<MailServer>> servers;
  private final MailStorage storage;
  private final Supplier<List<LetterWriter>> writers;
  private final InstantSource clock;
  private final Pace pace = new Pace();
  private final Semaphore wake = new Semaphore(0);
  private final Thread thread;
  private volatile boolean closing;
  private volatile Lull lull;
  private Line line;
  private Instant purgeAt = Instant.MIN;
  private boolean failing;

  Delivery(
      Supplier<Optional<MailServer>> servers,
      MailStorage storage,
      Supplier<List<LetterWriter>> writers,
      InstantSource clock) {
    this.servers = servers;
    this.storage = storage;
    this.writers = writers;
    this.clock = clock;
    this.thread = new Thread(this::run, "parley-mail");
    thread.setDaemon(true);
    // Angus Mail finds its parts by the thread's class loader.
    thread.setContextClassLoader(Delivery.class.getClassLoader());
  }

  void start() {
    thread.start();
  }

  /** There is something new to look for. */
  void wake() {
    wake.release();
  }

  /** Why the server takes none at the moment, or null. */
  Step trouble() {
    Lull now = lull;
    return now == null ? null : now.why();
  }

  @Override
  public void close() {
    closing = true;
    wake.release();
    try {
      thread.join(TimeUnit.SECONDS.toMillis(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    while (!closing) {
      Duration pause = LOOK;
      try {
        pause = round();
        failing = false;
      } catch (ParleyException e) {
        if (!failing) {
          LOG.warn("Mail waits: {}. Trying again.", e.getMessage());
        }
        failing = true;
      } catch (RuntimeException e) {
        if (!failing) {
          LOG.error("Mail waits.", e);
        }
        failing = true;
      }
      await(pause);
    }
    hangUp();
  }

  private void await(Duration pause) {
    try {
      wake.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS);
      wake.drainPermits();
    } catch (InterruptedException e) {
      closing = true;
    }
  }

  /** Sends what is due and may go; for how long there is nothing to do then. */
  Duration round() {
    Optional<MailServer> found = servers.get();
    if (found.isEmpty() || !found.get().active()) {
      lull = null;
      hangUp();
      return LOOK;
    }
    MailServer server = found.get();
    Instant now = clock.instant();
    purge(now);
    Lull quiet = lull;
    if (quiet != null && quiet.version() == server.version() && quiet.until().isAfter(now)) {
      return shorter(LOOK, Duration.between(now, quiet.until()));
    }
    List<Entry> due = storage.due(now, AT_ONCE);
    for (Entry entry : due) {
      Duration wait = pace.wait(server.perMinute(), clock.instant());
      if (closing || !wait.isZero()) {
        return shorter(LOOK, wait);
      }
      if (!deliver(server, entry)) {
        return LOOK;
      }
    }
    if (due.size() < AT_ONCE) {
      hangUp();
      return LOOK;
    }
    return Duration.ZERO;
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private void purge(Instant now) {
    if (now.isAfter(purgeAt)) {
      purgeAt = now.plus(PURGE_EVERY);
      storage.purge(now.minus(KEPT));
    }
  }

  /** Brings one on its way; whether the server takes others. */
  private boolean deliver(MailServer server, Entry entry) {
    if (!storage.claim(entry, clock.instant().plus(CLAIM))) {
      return true;
    }
    Claim claim = new Claim(entry, entry.epoch() + 1);
    Optional<LetterWriter> writer =
        writers.get().stream().filter(one -> one.kinds().contains(entry.asked().kind())).findAny();
    if (writer.isEmpty()) {
      // Its room starts, or went: the letter waits for it.
      claim.again("no_writer", "Nobody writes such mails at the moment.");
      return true;
    }
    if (entry.state() == State.SENDING && !writer.get().repeats(entry.asked().kind())) {
      claim.park(
          "unknown",
          "The system ended just as the server was asked to take it: it may have gone, or not.");
      return true;
    }
    Duration worth = writer.get().worth(entry.asked().kind());
    if (entry.createdAt().plus(worth).isBefore(clock.instant())) {
      claim.park("too_old", "It could not go for so long that it is of no use any more.");
      return true;
    }
    return written(claim, writer.get())
        .map(letter -> send(server, claim, writer.get(), letter))
        .orElse(true);
  }

  private Optional<Letter> written(Claim claim, LetterWriter writer) {
    try {
      Asked asked = claim.entry().asked();
      Optional<Letter> letter = writer.write(asked, storage.bundled(claim.entry().id(), MOST_HELD));
      if (letter.isEmpty()) {
        claim.to(State.NOTHING, "", "");
      } else if (asked.userId() == 0 && letter.get().to().userId() > 0) {
        storage.address(claim.entry().id(), letter.get().to().userId());
      }
      return letter;
    } catch (RuntimeException e) {
      LOG.warn("A mail of kind {} could not be written", claim.entry().asked().kind(), e);
      claim.again("not_written", "It could not be written: " + e.getMessage());
      return Optional.empty();
    }
  }

  private boolean send(MailServer server, Claim claim, LetterWriter writer, Letter letter) {
    String kind = claim.entry().asked().kind();
    try {
      connect(server);
      boolean gone =
          line.send(
              letter, claim.entry().asked().key(), clock.instant(), () -> claim.to(State.SENDING));
      if (gone) {
        pace.went(clock.instant());
        claim.to(State.SENT, "", "");
        lull = null;
      } else {
        hangUp();
      }
      return true;
    } catch (Line.Unknown e) {
      hangUp();
      if (writer.repeats(kind)) {
        claim.again("unknown", "The connection ended before the server had answered.");
      } else {
        claim.park("unknown", "The connection ended before the server had answered.");
      }
      return true;
    } catch (Refused e) {
      hangUp();
      return refused(server, claim, e);
    } catch (IllegalArgumentException e) {
      LOG.warn("A mail of kind {} cannot be sent", kind, e);
      claim.park("content_refused", e.getMessage());
      return true;
    }
  }

  private boolean refused(MailServer server, Claim claim, Refused why) {
    Step step = why.step();
    if (!why.ofThisMail()) {
      claim.back(step);
      int times = lull != null && lull.version() == server.version() ? lull.times() + 1 : 1;
      if (times == 1) {
        LOG.warn("The mail server {} takes no mail: {} {}", server, step.detail(), step.answer());
      }
      Duration pause = Backoff.after(times, FIRST_LULL, LONGEST_LULL);
      lull = new Lull(step, server.version(), times, clock.instant().plus(pause));
      return false;
    }
    String detail = (step.detail() + " " + step.answer()).strip();
    if (why.lasting()) {
      claim.park(step.code(), detail);
    } else {
      claim.again(step.code(), detail);
    }
    return true;
  }

  private void connect(MailServer server) throws Refused {
    if (line != null && (!line.isTo(server) || !line.isOpen())) {
      hangUp();
    }
    if (line == null) {
      line = Line.open(server, true);
    }
  }

  private void hangUp() {
    if (line != null) {
      line.close();
      line = null;
    }
  }

  /** A row that is ours until its claim is over. */
  private final class Claim {
    private final Entry entry;
    private final long epoch;

    Claim(Entry entry, long epoch) {
      this.entry = entry;
      this.epoch = epoch;
    }

    Entry entry() {
      return entry;
    }

    boolean to(State state) {
      return move(state, clock.instant().plus(CLAIM), entry().tries() + 1, "", "");
    }

    void to(State state, String problem, String detail) {
      move(state, clock.instant(), entry().tries() + 1, problem, detail);
    }

    void park(String problem, String detail) {
      LOG.warn("Mail {} of kind {}: {}", entry().id(), entry().asked().kind(), detail);
      to(State.PARKED, problem, detail);
    }

    /** Tried again later. */
    void again(String problem, String detail) {
      int tries = entry().tries() + 1;
      Instant due = clock.instant().plus(Backoff.after(tries, FIRST_RETRY, LONGEST_RETRY));
      move(State.WAITING, due, tries, problem, detail);
    }

    /** Not its own fault: it goes as soon as the server takes mail again. */
    void back(Step why) {
      move(State.WAITING, clock.instant(), entry().tries(), why.code(), why.detail());
    }

    private boolean move(State state, Instant due, int tries, String problem, String detail) {
      return storage.move(entry.id(), epoch, state, due, tries, problem, detail);
    }
  }
}
