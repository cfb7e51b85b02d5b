// SPDX-License-Identifier: Apache-2.0
package org.parley.api.record;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * Records, read and written by a plugin in its own name: everything with records of the types it
 * owns, and what {@code grants} in its {@code plugin.json} names besides. The journal names the
 * plugin as the one who did it.
 *
 * <p>Each plugin has a service of its own, which a component takes with {@code @Reference}. Safe
 * for use by many threads; each call goes to the database on its caller's thread. While plugins are
 * being started there are no records yet, so not to be called from an {@code activate} method.
 *
 * <p>Each call fails with a {@link org.parley.api.error.ParleyException} whose kind and code are
 * those of the REST reference: NOT_FOUND for what the plugin may not see, FORBIDDEN for what it may
 * see and not do, UNAVAILABLE while the database cannot be reached.
 */
@ProviderType
public interface Records {
  /** A record, empty when there is none or the plugin may not see it. */
  Optional<Record> get(String type, long id);

  /**
   * Records that match a filter, in order of id, without those in the trash.
   *
   * @param filter FIQL as in the REST reference; null for all
   * @param limit 1 to 200
   */
  List<Record> find(String type, String filter, int limit);

  /**
   * Creates a record.
   *
   * @param fields values by field name, each as a {@link Record} holds it or as a REST body does
   */
  Record create(String type, Map<String, Object> fields);

  /**
   * Changes the fields given; a null value empties one.
   *
   * @param version the record's, or 0 for any
   */
  Record update(String type, long id, long version, Map<String, Object> fields);

  /**
   * Moves a record to the trash.
   *
   * @param version the record's, or 0 for any
   */
  void delete(String type, long id, long version);

  /**
   * What a field of kind {@code secret} holds; empty when nothing is set. Only of types that the
   * plugin owns. Not to be logged or kept.
   */
  Optional<String> secret(String type, long id, String field);
}
