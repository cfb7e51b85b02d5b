// SPDX-License-Identifier: Apache-2.0
package org.parley.core.security.internal.shell;

import org.apache.karaf.shell.api.action.Action;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Command;
import org.apache.karaf.shell.api.action.lifecycle.Reference;
import org.apache.karaf.shell.api.action.lifecycle.Service;
import org.parley.api.error.ParleyException;
import org.parley.core.security.SecondFactors;

/** {@code parley:second-factor-off}, for the administrator whom no other administrator can help. */
@Service
@Command(
    scope = "parley",
    name = "second-factor-off",
    description = "Ends the second factor of somebody who has lost their phone and recovery codes")
public final class SecondFactorOffCommand implements Action {
  @Argument(name = "username", description = "Whose it is", required = true)
  private String username;

  @Reference private SecondFactors factors;

  @Override
  public Object execute() {
    try {
      System.out.println(
          factors.remove(username)
              ? "The second factor of " + username + " is off: the password gets them in."
              : username + " has no second factor.");
    } catch (ParleyException refusal) {
      System.out.println(refusal.getMessage());
    }
    return null;
  }
}
