// SPDX-License-Identifier: Apache-2.0
package org.parley.core.security;

import java.net.URI;
import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;
import org.parley.core.record.HookSource.HookFailure;
import org.parley.spi.login.LoginChoice;
import org.parley.spi.login.LoginProvider;
import org.parley.spi.login.LoginResult;
import org.parley.spi.login.LoginReturn;
import org.parley.spi.login.LoginStart;

/** Which plugins let people in; implemented by the plugin room. Safe for use by many threads. */
@ConsumerType
public interface LoginSource {
  /** One plugin's {@link LoginProvider}, called within its deadline. */
  interface Provider {
    /** The plugin's id. */
    String plugin();

    List<LoginChoice> choices() throws HookFailure;

    LoginStart start(String choice, URI address, String state) throws HookFailure;

    LoginResult finish(String choice, LoginReturn returned) throws HookFailure;
  }

  /** Those in force now, by plugin. */
  List<Provider> providers();
}
