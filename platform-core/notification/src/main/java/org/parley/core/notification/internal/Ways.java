// SPDX-License-Identifier: Apache-2.0
package org.parley.core.notification.internal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.ParleyException;
import org.parley.api.record.Record;
import org.parley.api.security.Principal;
import org.parley.core.mail.Asked;
import org.parley.core.mail.Mails;
import org.parley.core.record.RecordStore;

/** Which ways some notifications go, as their readers want it; for one batch and one thread. */
final class Ways {
  private final RecordStore records;
  private final Mails mails;
  private final Map<Long, Wishes> wishes = new HashMap<>();
  private final List<Asked> now = new ArrayList<>();
  private final List<Asked> held = new ArrayList<>();

  Ways(RecordStore records, Mails mails) {
    this.records = records;
    this.mails = mails;
  }

  /** Sends one on its way by mail, if wanted; whether it shows in the app as well. */
  boolean take(Notification one) {
    return take(one.user(), Told.of(one));
  }

  /** The same of what comes from no change. */
  boolean take(long user, Told one) {
    Wishes.Way way = wishes.computeIfAbsent(user, this::read).of(one.kind());
    switch (way.mail()) {
      case "now" -> now.add(one.asked(user));
      case "digest" -> held.add(one.asked(user));
      default -> {
        // not by mail
      }
    }
    return way.app();
  }

  private Wishes read(long user) {
    try {
      return Wishes.of(records.get(Principal.SYSTEM, "user", user, null, null).record());
    } catch (ParleyException e) {
      if (e.kind() == ErrorKind.NOT_FOUND) {
        return Wishes.of(new Record("user", user, 0, Map.of()));
      }
      throw e;
    }
  }

  /** Asks the mail room; what it was asked before it knows. */
  void ask() {
    if (!(now.isEmpty() && held.isEmpty()) && mails.on()) {
      mails.ask(now);
      mails.hold(held);
    }
  }
}
