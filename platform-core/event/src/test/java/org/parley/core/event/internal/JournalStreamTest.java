// SPDX-License-Identifier: Apache-2.0
package org.parley.core.event.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.parley.api.error.ParleyException;
import org.parley.core.event.Change;
import org.parley.core.event.EventStream;
import org.parley.core.event.Journal;
import org.parley.core.event.Notice;

class JournalStreamTest {
  private final FakeJournal journal = new FakeJournal();
  private JournalStream stream;

  @AfterEach
  void stop() throws Exception {
    if (stream != null) {
      stream.stop();
    }
  }

  @Test
  void aSubscriberSeesWhatCommitsFromNowOn() {
    journal.append(1, 2);
    stream = new JournalStream(journal);
    Seen seen = new Seen();
    stream.subscribe(-1, seen);
    journal.append(3, 4);
    await().untilAsserted(() -> assertThat(seen.positions).containsExactly(3L, 4L));
    await().untilAsserted(() -> assertThat(stream.position()).isEqualTo(4));
  }

  @Test
  void aSubscriberResumesWhereItWasAndThenFollows() {
    LongStream.rangeClosed(1, 1_700).forEach(journal::append);
    stream = new JournalStream(journal);
    Seen late = new Seen();
    Seen now = new Seen();
    stream.subscribe(-1, now);
    stream.subscribe(100, late);
    journal.append(1_701);
    await().untilAsserted(() -> assertThat(now.positions).containsExactly(1_701L));
    await()
        .untilAsserted(
            () ->
                assertThat(late.positions)
                    .containsExactlyElementsOf(
                        LongStream.rangeClosed(101, 1_701).boxed().toList()));
  }

  @Test
  void nothingIsMissedOrDoubledWhileSubscribersComeAndWritesGoOn() throws Exception {
    stream = new JournalStream(journal);
    Thread writer =
        new Thread(
            () -> LongStream.rangeClosed(1, 5_000).forEach(position -> journal.append(position)));
    writer.start();
    List<Seen> all = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      Seen seen = new Seen();
      all.add(seen);
      stream.subscribe(0, seen);
    }
    writer.join();
    List<Long> expected = LongStream.rangeClosed(1, 5_000).boxed().toList();
    for (Seen seen : all) {
      await().untilAsserted(() -> assertThat(seen.positions).isEqualTo(expected));
    }
  }

  @Test
  void noticesReachEverybodyAndAFailingListenerOnlyItself() {
    stream = new JournalStream(journal);
    stream.subscribe(
        -1,
        new EventStream.Listener() {
          @Override
          public void changed(Change change) {
            throw new IllegalStateException("broken");
          }

          @Override
          public void noticed(Notice notice) {
            throw new IllegalStateException("broken");
          }
        });
    Seen seen = new Seen();
    stream.subscribe(-1, seen);
    stream.publish(new Notice("model", Map.of("model", 2)));
    journal.append(1);
    await().untilAsserted(() -> assertThat(seen.notices).containsExactly("model"));
    await().untilAsserted(() -> assertThat(seen.positions).containsExactly(1L));
  }

  @Test
  void aJournalThatFailsForAWhileLosesNothing() {
    stream = new JournalStream(journal);
    Seen seen = new Seen();
    stream.subscribe(-1, seen);
    journal.broken = true;
    journal.append(1);
    stream.publish(new Notice("progress", Map.of()));
    await().untilAsserted(() -> assertThat(seen.notices).containsExactly("progress"));
    journal.broken = false;
    await().untilAsserted(() -> assertThat(seen.positions).containsExactly(1L));
  }

  @Test
  void whoUnsubscribedHearsNoMore() throws Exception {
    stream = new JournalStream(journal);
    Seen gone = new Seen();
    Seen seen = new Seen();
    AutoCloseable subscription = stream.subscribe(-1, gone);
    stream.subscribe(-1, seen);
    subscription.close();
    journal.append(1);
    await().untilAsserted(() -> assertThat(seen.positions).containsExactly(1L));
    assertThat(gone.positions).isEmpty();
  }

  private static final class Seen implements EventStream.Listener {
    private final List<Long> positions = new CopyOnWriteArrayList<>();
    private final List<String> notices = new CopyOnWriteArrayList<>();

    @Override
    public void changed(Change change) {
      positions.add(change.position());
    }

    @Override
    public void noticed(Notice notice) {
      notices.add(notice.kind());
    }
  }

  private static final class FakeJournal implements Journal {
    private final List<Change> changes = new ArrayList<>();
    private final List<Runnable> wakes = new CopyOnWriteArrayList<>();
    private volatile boolean broken;

    private void append(long... positions) {
      synchronized (changes) {
        for (long position : positions) {
          changes.add(
              new Change(
                  position,
                  Instant.EPOCH,
                  "contact",
                  1,
                  position,
                  Change.Operation.UPDATE,
                  new Change.Actor(1, "ada"),
                  "rest",
                  0,
                  0,
                  1,
                  List.of()));
        }
      }
      wakes.forEach(Runnable::run);
    }

    @Override
    public List<Change> read(long after, int limit) {
      if (broken) {
        throw ParleyException.unavailable("down", null);
      }
      synchronized (changes) {
        return changes.stream().filter(c -> c.position() > after).limit(limit).toList();
      }
    }

    @Override
    public List<Change> history(String type, long recordId, long before, int limit) {
      return List.of();
    }

    @Override
    public List<Change> latest(Map<String, List<Long>> records, long before, int limit) {
      throw new UnsupportedOperationException();
    }

    @Override
    public Found search(Search search, long before, int limit) {
      return new Found(List.of(), 0);
    }

    @Override
    public long horizon() {
      synchronized (changes) {
        return changes.isEmpty() ? 0 : changes.get(changes.size() - 1).position();
      }
    }

    @Override
    public AutoCloseable onCommit(Runnable wake) {
      wakes.add(wake);
      return () -> wakes.remove(wake);
    }
  }
}
