// SPDX-License-Identifier: Apache-2.0
package org.parley.core.console;

import java.nio.file.Path;
import java.util.Map;
import javax.security.auth.login.AppConfigurationEntry;
import javax.security.auth.login.AppConfigurationEntry.LoginModuleControlFlag;
import org.apache.karaf.jaas.boot.ProxyLoginModule;
import org.apache.karaf.jaas.config.JaasRealm;
import org.apache.karaf.jaas.modules.publickey.PublickeyLoginModule;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;

/**
 * Lets the holder of {@link ShellKey} into the Karaf shell, and nobody else: there is no password
 * to guess or to forget to change.
 */
@Component
public final class ShellRealm implements JaasRealm {

  private final AppConfigurationEntry[] entries;

  @Activate
  public ShellRealm(BundleContext context) {
    ShellKey key = new ShellKey(Path.of(context.getProperty("parley.data"), "shell"));
    key.ensure();
    long provider = FrameworkUtil.getBundle(PublickeyLoginModule.class).getBundleId();
    Map<String, Object> options =
        Map.of(
            BundleContext.class.getName(),
            context,
            ProxyLoginModule.PROPERTY_MODULE,
            PublickeyLoginModule.class.getName(),
            ProxyLoginModule.PROPERTY_BUNDLE,
            Long.toString(provider),
            "users",
            key.users().toString());
    entries =
        new AppConfigurationEntry[] {
          new AppConfigurationEntry(
              ProxyLoginModule.class.getName(), LoginModuleControlFlag.REQUIRED, options)
        };
  }

  @Override
  public String getName() {
    return "parley";
  }

  @Override
  public int getRank() {
    return 0;
  }

  @Override
  public AppConfigurationEntry[] getEntries() {
    return entries.clone();
  }
}
