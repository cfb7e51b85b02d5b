// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.own;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.parley.api.error.ParleyException;
import org.parley.api.record.Records;
import org.parley.spi.login.LoginChoice;
import org.parley.spi.login.LoginProvider;
import org.parley.spi.login.LoginResult;
import org.parley.spi.login.LoginReturn;
import org.parley.spi.login.LoginStart;

/** Lets nobody in: tries what it may do in its own name, and writes down what came of it. */
public final class Greeter implements LoginProvider {
  /** Set by Declarative Services. */
  private volatile Records records;

  @Override
  public List<LoginChoice> choices() {
    return records.find("account", "name==\"Own name*\"", 10).stream()
        .map(account -> new LoginChoice("all", String.valueOf(account.get("name"))))
        .toList();
  }

  @Override
  public LoginStart start(String choice, URI address, String state) {
    long account = records.find("account", "name==\"Own name*\"", 1).get(0).id();
    tell("edit", () -> records.update("account", account, 0, Map.of("name", "Changed")));
    tell("phone", () -> records.get("account", account).orElseThrow().get("phone"));
    tell("city", () -> records.get("account", account).orElseThrow().get("city"));
    tell("contacts", () -> records.find("contact", null, 10).size());
    tell("users", () -> records.find("user", null, 10).size());
    tell("secret", () -> records.secret("mail_server", 1, "password"));
    tell("none", () -> records.get("account", 4_711_000_000L).isPresent());
    return LoginStart.refuse("I let nobody in.");
  }

  private void tell(String name, Supplier<Object> trial) {
    String outcome;
    try {
      outcome = String.valueOf(trial.get());
    } catch (ParleyException refused) {
      outcome = refused.code();
    }
    records.create("acme_greeting", Map.of("name", name, "outcome", outcome));
  }

  @Override
  public LoginResult finish(String choice, LoginReturn returned) {
    return LoginResult.refuse("I let nobody in.");
  }
}
