// SPDX-License-Identifier: Apache-2.0
package org.parley.core.wiring;

import java.util.Hashtable;
import org.osgi.annotation.bundle.Header;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.hooks.bundle.CollisionHook;
import org.osgi.framework.hooks.resolver.ResolverHookFactory;
import org.osgi.framework.hooks.service.EventListenerHook;
import org.osgi.framework.hooks.service.FindHook;

/**
 * Registers the hooks.
 *
 * <p>The only activator of the platform: stored wirings are replayed when the framework reaches
 * start level 1, long before Declarative Services run, and a hook that comes later finds the
 * platform already wired to a plugin. For the same reason this bundle imports the framework and
 * nothing else.
 */
@Header(name = Constants.BUNDLE_ACTIVATOR, value = "${@class}")
public final class WiringActivator implements BundleActivator {

  @Override
  public void start(BundleContext context) {
    Hashtable<String, Object> none = new Hashtable<>();
    PluginServiceHook services = new PluginServiceHook();
    context.registerService(ResolverHookFactory.class, new PluginResolverHook(), none);
    context.registerService(CollisionHook.class, new PluginCollisionHook(), none);
    context.registerService(
        new String[] {FindHook.class.getName(), EventListenerHook.class.getName()}, services, none);
  }

  /** The framework takes the registrations back by itself. */
  @Override
  public void stop(BundleContext context) {}
}
