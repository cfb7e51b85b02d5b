// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.ParleyException;
import org.parley.api.security.Principal;
import org.parley.core.security.Session;
import org.parley.core.security.Sessions;
import org.parley.core.security.SlowDown;

/** Two people: admin may change plugins, ada may not; both have the password "right". */
final class FakeSessions implements Sessions {
  private final Map<String, Session> sessions = new ConcurrentHashMap<>();

  /** Whether everybody has yet to set up a second factor. */
  volatile boolean secondFactorNeeded;

  @Override
  public Begun login(String username, String password, String code, Client client) {
    if (username.equals("fast")) {
      throw new SlowDown("Slower.", Duration.ofMillis(3_200));
    }
    if (!password.equals("right")) {
      throw new ParleyException(ErrorKind.LOGIN_REQUIRED, "bad_login", "Wrong.");
    }
    if (username.equals("second") && !"123456".equals(code)) {
      throw new ParleyException(ErrorKind.LOGIN_REQUIRED, "second_factor", "Enter the code.");
    }
    Set<String> rights = username.equals("admin") ? Set.of("records", "plugins") : Set.of();
    Principal principal = new Principal(Principal.Kind.USER, 1, username, rights);
    String token = "token-" + username + "-" + sessions.size();
    Session session = new Session(token, "csrf-" + token, principal, "Administrator", Instant.MAX);
    sessions.put(token, session);
    return new Begun(session, null);
  }

  @Override
  public Optional<Session> bearer(String token) {
    return Optional.empty();
  }

  @Override
  public List<Open> open(Principal principal, String current) {
    return List.of();
  }

  @Override
  public void end(Principal principal, String id) {}

  @Override
  public Optional<Session> find(String token) {
    return Optional.ofNullable(sessions.get(token))
        .map(session -> session.needing(secondFactorNeeded));
  }

  @Override
  public void end(String token) {
    sessions.remove(token);
  }

  @Override
  public Principal principal(long userId) {
    throw new UnsupportedOperationException();
  }
}
