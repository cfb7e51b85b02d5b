// SPDX-License-Identifier: Apache-2.0
package org.parley.spi.login;

import java.net.URI;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Lets people in by what another system knows of them: single sign-on. A Declarative Services
 * component; one of each plugin.
 *
 * <p>The platform shows the choices at the login page, sends the browser to the page that {@link
 * #start} names, takes it back at its own address, and asks {@link #finish} who that is. What it
 * owns: the state that ties the answer to the browser that asked, the time within which it must
 * come back, finding or creating the person, the session, and the audit. What the provider owns is
 * the protocol between.
 *
 * <p>Each method is called on a thread of the platform's pool, with a deadline of {@link
 * #DEADLINE_MILLIS} ms after which the thread is interrupted and the call counts as failed, as one
 * that throws does. Several may be called at once, for people who are not logged in: whatever comes
 * from outside is to be distrusted.
 */
@ConsumerType
public interface LoginProvider {
  /** How long one call may take, in milliseconds. */
  long DEADLINE_MILLIS = 15_000;

  /** What the login page offers now, in the order shown; called often, so it should be quick. */
  List<LoginChoice> choices();

  /**
   * Where to send a browser that has made a choice.
   *
   * @param choice the name of one of the {@link #choices()}
   * @param address where the other system must send it back to
   * @param state what must come back with it, as a parameter named {@code state}
   * @return the page; or a refusal, when the other system cannot be reached or is set up wrongly
   */
  LoginStart start(String choice, URI address, String state);

  /**
   * Who has come back. The platform has checked the state already.
   *
   * @return the person; or a refusal, when what came back proves nobody
   */
  LoginResult finish(String choice, LoginReturn returned);
}
