// SPDX-License-Identifier: Apache-2.0
package org.parley.openid;

import java.net.URI;
import java.util.Set;
import org.osgi.service.component.annotations.Component;
import org.parley.spi.record.BeforeHook;
import org.parley.spi.record.Decision;
import org.parley.spi.record.Draft;
import org.parley.spi.record.HookContext;

/** Refuses providers that could not be trusted, before anybody logs in by them. */
@Component(property = BeforeHook.TYPES + "=" + Provider.TYPE)
public final class CheckedProvider implements BeforeHook {
  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

  @Override
  public Decision before(Draft draft, HookContext context) {
    String issuer = String.valueOf(draft.fields().get("issuer"));
    URI address;
    try {
      address = URI.create(issuer);
    } catch (IllegalArgumentException misfit) {
      return Decision.proceed(); // the platform says what is wrong with an address
    }
    if (!"https".equals(address.getScheme())
        && !THIS_MACHINE.contains(String.valueOf(address.getHost()))) {
      return Decision.refuse(
          "The issuer must begin with https://: over http anybody on the way could log in as"
              + " anybody.");
    }
    if (address.getRawQuery() != null || address.getRawFragment() != null) {
      return Decision.refuse("The issuer has neither a ? nor a #; write it as the provider does.");
    }
    String scopes = " " + draft.fields().get("scopes") + " ";
    return scopes.contains(" openid ")
        ? Decision.proceed()
        : Decision.refuse("The scopes must hold openid: without it the provider names nobody.");
  }
}
