// SPDX-License-Identifier: Apache-2.0
package org.parley.core.mail.internal;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.ParleyException;
import org.parley.api.security.Principal;
import org.parley.core.mail.Addressee;
import org.parley.core.mail.Asked;
import org.parley.core.mail.LetterWriter;
import org.parley.core.mail.MailStorage;
import org.parley.core.mail.MailStorage.Entry;
import org.parley.core.mail.Mails;
import org.parley.core.operation.Vault;
import org.parley.core.record.RecordStore;

/** Keeps what is asked for, has it delivered, and tells administrators how that goes. */
@Component(service = Mails.class, immediate = true)
public final class MailRoom implements Mails {
  private static final String SETTINGS = "settings";
  private static final int MOST_STUCK = 100;

  private final BundleContext context;
  private final RecordStore records;
  private final Vault vault;
  private final MailStorage storage;
  private final InstantSource clock = InstantSource.system();
  private final Delivery delivery;
  private final Semaphore trials = new Semaphore(2);

  /**
   * Asked for when a letter is to be written: writers need this room, so it begins without them.
   */
  @Reference(
      service = LetterWriter.class,
      cardinality = ReferenceCardinality.MULTIPLE,
      policy = ReferencePolicy.DYNAMIC)
  private volatile List<ServiceReference<LetterWriter>> writers;

  @Activate
  public MailRoom(
      BundleContext context,
      @Reference RecordStore records,
      @Reference Vault vault,
      @Reference MailStorage storage) {
    this.context = context;
    this.records = records;
    this.vault = vault;
    this.storage = storage;
    this.delivery = new Delivery(this::server, storage, this::writers, clock);
    delivery.start();
  }

  @Deactivate
  public void close() {
    delivery.close();
  }

  private Optional<MailServer> server() {
    return MailServer.of(records, vault);
  }

  private List<LetterWriter> writers() {
    List<ServiceReference<LetterWriter>> known = writers;
    return known == null
        ? List.of()
        : known.stream().map(context::getService).filter(Objects::nonNull).toList();
  }

  @Override
  public boolean on() {
    return MailServer.isOn(records);
  }

  @Override
  public void ask(List<Asked> asked) {
    storage.add(asked, MailStorage.State.WAITING, clock.instant());
    delivery.wake();
  }

  @Override
  public void hold(List<Asked> asked) {
    storage.add(asked, MailStorage.State.HELD, clock.instant());
  }

  @Override
  public Map<Long, Instant> held() {
    return storage.held();
  }

  @Override
  public void summarize(Asked summary, Instant before) {
    storage.bundle(summary, before, clock.instant());
    delivery.wake();
  }

  @Override
  public long since(String kind, long userId, Instant moment) {
    return storage.count(kind, userId, moment);
  }

  @Override
  public List<Step> test(Principal principal) {
    need(principal);
    if (!trials.tryAcquire()) {
      throw new ParleyException(
          ErrorKind.TOO_MANY, "slow_down", "Others try the mail server right now. Try again.");
    }
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(MailRoom.class.getClassLoader());
    try {
      List<Step> steps =
          Trial.run(this::server, Addressee.of(records, principal.userId()), clock.instant());
      delivery.wake();
      return steps;
    } finally {
      thread.setContextClassLoader(before);
      trials.release();
    }
  }

  @Override
  public State state(Principal principal) {
    need(principal);
    Instant now = clock.instant();
    List<Stuck> stuck = new ArrayList<>();
    storage.latest(MailStorage.State.PARKED, MOST_STUCK).forEach(one -> stuck.add(stuck(one)));
    storage.latest(MailStorage.State.WAITING, MOST_STUCK).stream()
        .filter(one -> one.tries() > 0)
        .forEach(one -> stuck.add(stuck(one)));
    return new State(
        on(),
        storage.count(MailStorage.State.WAITING, Instant.EPOCH)
            + storage.count(MailStorage.State.CLAIMED, Instant.EPOCH),
        storage.count(MailStorage.State.SENT, now.minus(Duration.ofDays(1))),
        delivery.trouble(),
        stuck.stream().limit(MOST_STUCK).toList());
  }

  private static Stuck stuck(Entry entry) {
    boolean waits = entry.state() == MailStorage.State.WAITING;
    return new Stuck(
        entry.id(),
        entry.asked().kind(),
        entry.asked().userId(),
        waits ? "waiting" : entry.problem(),
        entry.detail(),
        entry.tries(),
        entry.createdAt());
  }

  @Override
  public void again(Principal principal, long id) {
    move(principal, id, MailStorage.State.WAITING);
    delivery.wake();
  }

  @Override
  public void drop(Principal principal, long id) {
    move(principal, id, MailStorage.State.DROPPED);
  }

  private void move(Principal principal, long id, MailStorage.State to) {
    need(principal);
    Entry entry =
        storage
            .entry(id)
            .filter(
                one ->
                    one.state() == MailStorage.State.PARKED
                        || one.state() == MailStorage.State.WAITING)
            .orElseThrow(() -> ParleyException.notFound("There is no such mail that is stuck."));
    boolean moved = storage.move(id, entry.epoch(), to, clock.instant(), entry.tries(), "", "");
    if (!moved) {
      throw new ParleyException(
          ErrorKind.CONFLICT, "conflict", "It is on its way at the moment. Look again.");
    }
  }

  private static void need(Principal principal) {
    if (!principal.may(SETTINGS)) {
      throw new ParleyException(
          ErrorKind.FORBIDDEN, "forbidden", "This needs the right \"settings\".");
    }
  }
}
