// SPDX-License-Identifier: Apache-2.0
package org.parley.core.mail.internal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.parley.core.mail.Addressee;
import org.parley.core.mail.Letter;
import org.parley.core.mail.Letter.Part;
import org.parley.core.mail.Mails.Step;
import org.parley.core.mail.Words;

/** A mail to oneself, step by step, so that whoever sets up mail sees how far it comes. */
final class Trial {
  private final List<Step> steps = new ArrayList<>();

  private Trial() {}

  /** The steps up to the one that fails. */
  static List<Step> run(
      Supplier<Optional<MailServer>> servers, Optional<Addressee> to, Instant now) {
    Trial trial = new Trial();
    try {
      trial.go(servers.get().orElse(null), to.orElse(null), now);
    } catch (Refused e) {
      trial.steps.add(e.step());
    } catch (Line.Unknown e) {
      trial.failed("send", "unknown", "The connection ended before the server had answered.");
    } catch (IllegalStateException e) {
      // The vault says which key is missing.
      trial.failed("settings", "not_opened", e.getMessage());
    }
    return trial.steps;
  }

  private void go(MailServer server, Addressee to, Instant now) throws Refused, Line.Unknown {
    if (server == null) {
      failed("settings", "not_set_up", "There is no mail server yet. Save these settings first.");
      return;
    }
    done("settings");
    if (to == null) {
      failed(
          "address",
          "no_address",
          "You have no e-mail address here. Enter one for yourself among people.");
      return;
    }
    done("address");
    Line.find(server);
    done("find");
    try (Line line = Line.open(server, false)) {
      done("connect");
      if (!server.encryption().equals("none")) {
        done("encrypt");
      }
    } catch (Refused e) {
      if (e.step().name().equals("encrypt")) {
        done("connect");
      }
      throw e;
    }
    try (Line line = Line.open(server, true)) {
      if (server.logsIn()) {
        done("login");
      }
      line.send(letter(to, server), "test/" + UUID.randomUUID(), now, () -> true);
      done("send");
    }
  }

  private static Letter letter(Addressee to, MailServer server) {
    Words words = Words.of(Trial.class, to.language());
    return new Letter(
        to,
        words.say("test.subject"),
        List.of(
            Part.text(words.say("hello", "name", to.name())),
            Part.text(words.say("test.text", "host", server.host())),
            Part.button(words.say("test.open"), "settings")),
        words.say("test.reason"),
        null);
  }

  private void done(String name) {
    steps.add(new Step(name, "ok", "", ""));
  }

  private void failed(String name, String code, String detail) {
    steps.add(new Step(name, code, detail, ""));
  }
}
