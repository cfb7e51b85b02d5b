// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin.internal.own;

import java.util.Hashtable;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;
import org.parley.api.record.Records;
import org.parley.core.operation.Vault;
import org.parley.core.record.RecordStore;

/**
 * What each plugin is handed of the platform: plain services, each seen by its one plugin alone. A
 * service factory would be shorter, but the framework keeps the bundle of whoever has taken a
 * service from one.
 */
public final class OwnServices {
  /** Which plugin may see a service, by its bundle's location; heeded by the wiring hooks. */
  private static final String FOR = "parley.for";

  private final BundleContext context;
  private final Supplier<RecordStore> records;
  private final Supplier<Vault> vault;
  private final Map<String, ServiceRegistration<Records>> handed = new ConcurrentHashMap<>();

  /**
   * @param records answers null while there are none
   */
  public OwnServices(BundleContext context, Supplier<RecordStore> records, Supplier<Vault> vault) {
    this.context = context;
    this.records = records;
    this.vault = vault;
  }

  /** Hands a plugin's bundle what it gets, unless it has it. */
  public void hand(String plugin, String location) {
    handed.computeIfAbsent(
        location,
        key ->
            context.registerService(
                Records.class,
                new OwnRecords(plugin, records, vault),
                new Hashtable<>(Map.of(FOR, key))));
  }

  /** Takes it back, once the bundle is gone. */
  public void takeBack(String location) {
    ServiceRegistration<Records> registration = handed.remove(location);
    if (registration != null) {
      registration.unregister();
    }
  }
}
