// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Predicate;
import javax.servlet.AsyncContext;
import javax.servlet.AsyncEvent;
import javax.servlet.AsyncListener;
import javax.servlet.ServletOutputStream;
import javax.servlet.WriteListener;
import org.parley.core.event.Change;
import org.parley.core.event.EventStream;
import org.parley.core.event.Notice;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client that listens. Events wait in a short queue until the line takes them, so that a slow
 * client delays nobody; when the queue is full, it is dropped for a {@code reset}.
 */
final class EventConnection implements EventStream.Listener, WriteListener, AsyncListener {
  private static final Logger LOG = LoggerFactory.getLogger(EventConnection.class);
  private static final int QUEUED = 1_000;
  private static final byte[] BEAT = ": still here\n\n".getBytes(StandardCharsets.UTF_8);
  private static final byte[] NOTHING = "{}".getBytes(StandardCharsets.UTF_8);

  private final AsyncContext async;
  private final String token;
  private final Consumer<EventConnection> closed;
  private final Predicate<Change> visible;
  private final Executor checks;
  private final ServletOutputStream out;
  private final Queue<byte[]> queue = new ArrayDeque<>();
  private AutoCloseable subscription;
  private long position;
  private boolean open = true;
  private boolean started;
  private boolean unflushed;

  /** Events that have not been looked at yet. */
  private int unseen;

  private boolean lost;

  /**
   * Called with the position the client has seen already.
   *
   * @param visible whether the one who listens may know of a change
   * @param checks one thread that asks this, so that the stream itself waits for nobody
   * @param closed told once, when the connection is over
   */
  EventConnection(
      AsyncContext async,
      String token,
      long after,
      Predicate<Change> visible,
      Executor checks,
      Consumer<EventConnection> closed)
      throws IOException {
    this.visible = visible;
    this.checks = checks;
    this.async = async;
    this.token = token;
    this.position = after;
    this.closed = closed;
    this.out = async.getResponse().getOutputStream();
  }

  String token() {
    return token;
  }

  boolean belongsTo(String other) {
    return token.equals(other);
  }

  void begin() {
    async.addListener(this);
    out.setWriteListener(this);
  }

  /** Subscribes to what comes after the position seen. */
  void follow(EventStream events) {
    long after;
    synchronized (this) {
      after = position;
    }
    AutoCloseable subscribed = events.subscribe(after, this);
    boolean late;
    synchronized (this) {
      subscription = subscribed;
      late = !open;
    }
    if (late) {
      unsubscribe(subscribed);
    }
  }

  @Override
  public void changed(Change change) {
    later(() -> tell(change));
  }

  @Override
  public void noticed(Notice notice) {
    later(() -> send(notice.kind(), EventJson.notice(notice)));
  }

  /** In the order of the stream, on the thread of the checks. */
  private void later(Runnable work) {
    synchronized (this) {
      if (!open) {
        return;
      }
      if (unseen >= QUEUED) {
        lost = true;
        return;
      }
      unseen++;
    }
    checks.execute(() -> look(work));
  }

  private void look(Runnable work) {
    boolean reset;
    synchronized (this) {
      unseen--;
      reset = lost && unseen == 0;
      lost = lost && !reset;
    }
    try {
      work.run();
    } catch (RuntimeException e) {
      LOG.debug("An event could not be told; the client fetches anew.", e);
      reset = true;
    }
    if (reset) {
      reset();
    }
  }

  private void tell(Change change) {
    boolean told = visible.test(change);
    byte[] data = told ? EventJson.change(change) : null;
    synchronized (this) {
      position = change.position();
      if (told) {
        offer(event("record", data));
      }
    }
  }

  synchronized void send(String name, byte[] data) {
    offer(event(name, data));
  }

  /** Tells the client to fetch again what it shows. */
  void reset() {
    send("reset", NOTHING);
  }

  synchronized void beat() {
    if (queue.isEmpty()) {
      offer(BEAT);
    }
  }

  private byte[] event(String name, byte[] data) {
    String json = new String(data, StandardCharsets.UTF_8);
    return ("id: " + position + "\nevent: " + name + "\ndata: " + json + "\n\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  private synchronized void offer(byte[] event) {
    if (!open) {
      return;
    }
    if (queue.size() >= QUEUED) {
      queue.clear();
      queue.add(event("reset", NOTHING));
    }
    queue.add(event);
    pump();
  }

  @Override
  public synchronized void onWritePossible() {
    started = true;
    pump();
  }

  /** Writes as much as the line takes without waiting. */
  private synchronized void pump() {
    if (!started) {
      return;
    }
    try {
      while (open && out.isReady()) {
        byte[] next = queue.poll();
        if (next != null) {
          out.write(next);
          unflushed = true;
        } else if (unflushed) {
          unflushed = false;
          out.flush();
        } else {
          return;
        }
      }
    } catch (IOException | IllegalStateException e) {
      LOG.debug("A client that listened to events went away.", e);
      close();
    }
  }

  /** Ends the connection; may be called more than once and on any thread. */
  void close() {
    AutoCloseable subscribed;
    synchronized (this) {
      if (!open) {
        return;
      }
      open = false;
      queue.clear();
      subscribed = subscription;
    }
    closed.accept(this);
    unsubscribe(subscribed);
    try {
      async.complete();
    } catch (IllegalStateException e) {
      LOG.debug("The response had ended already.", e);
    }
  }

  private static void unsubscribe(AutoCloseable subscribed) {
    if (subscribed != null) {
      try {
        subscribed.close();
      } catch (Exception e) {
        LOG.warn("A listener to events could not be taken away.", e);
      }
    }
  }

  @Override
  public void onError(Throwable failure) {
    close();
  }

  @Override
  public void onComplete(AsyncEvent event) {
    close();
  }

  @Override
  public void onTimeout(AsyncEvent event) {
    close();
  }

  @Override
  public void onError(AsyncEvent event) {
    close();
  }

  @Override
  public void onStartAsync(AsyncEvent event) {
    // Started once and never again.
  }
}
