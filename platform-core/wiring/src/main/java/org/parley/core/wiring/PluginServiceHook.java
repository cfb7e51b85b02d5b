// SPDX-License-Identifier: Apache-2.0
package org.parley.core.wiring;

import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceEvent;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.hooks.service.EventListenerHook;
import org.osgi.framework.hooks.service.FindHook;
import org.osgi.framework.hooks.service.ListenerHook.ListenerInfo;

/**
 * Shows a plugin only its own services and those of {@code org.parley.api}; of the latter only
 * those meant for it, where a service names a plugin.
 *
 * <p>Called by the framework at every look-up and service event, on the caller's thread.
 */
final class PluginServiceHook implements FindHook, EventListenerHook {

  /** Service property: the location of the only plugin that may see this service. */
  static final String FOR = "parley.for";

  private static final String API = "org.parley.api.";

  @Override
  public void find(
      BundleContext context,
      String name,
      String filter,
      boolean allServices,
      Collection<ServiceReference<?>> references) {
    Bundle viewer = context.getBundle();
    if (AllowList.isPlugin(viewer)) {
      references.removeIf(reference -> !shows(reference, viewer));
    }
  }

  @Override
  public void event(
      ServiceEvent event, Map<BundleContext, Collection<ListenerInfo>> listenersByContext) {
    ServiceReference<?> reference = event.getServiceReference();
    listenersByContext
        .keySet()
        .removeIf(
            context -> {
              Bundle viewer = context.getBundle();
              return AllowList.isPlugin(viewer) && !shows(reference, viewer);
            });
  }

  private static boolean shows(ServiceReference<?> reference, Bundle viewer) {
    Bundle owner = reference.getBundle();
    // An event may be about a service whose owner has just let it go: nobody's, so nobody's view.
    if (owner == null) {
      return false;
    }
    if (owner.equals(viewer)) {
      return true;
    }
    Object only = reference.getProperty(FOR);
    if (only != null && !only.equals(viewer.getLocation())) {
      return false;
    }
    String[] types = (String[]) reference.getProperty(Constants.OBJECTCLASS);
    return !AllowList.isPlugin(owner)
        && Arrays.stream(types).allMatch(type -> type.startsWith(API));
  }
}
