// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.session;

import java.sql.Connection;
import java.util.HashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.eclipse.persistence.config.CacheIsolationType;
import org.eclipse.persistence.descriptors.ClassDescriptor;
import org.eclipse.persistence.descriptors.VersionLockingPolicy;
import org.eclipse.persistence.dynamic.DynamicClassLoader;
import org.eclipse.persistence.dynamic.DynamicEntity;
import org.eclipse.persistence.dynamic.DynamicTypeBuilder;
import org.eclipse.persistence.internal.helper.DatabaseField;
import org.eclipse.persistence.logging.SessionLog;
import org.eclipse.persistence.mappings.DirectToFieldMapping;
import org.eclipse.persistence.sessions.DatabaseLogin;
import org.eclipse.persistence.sessions.JNDIConnector;
import org.eclipse.persistence.sessions.Project;
import org.eclipse.persistence.sessions.UnitOfWork;
import org.eclipse.persistence.sessions.server.ClientSession;
import org.eclipse.persistence.sessions.server.ServerSession;
import org.parley.core.record.Shape;
import org.parley.core.store.internal.database.Dialect;
import org.parley.core.store.internal.query.Readers;
import org.parley.core.store.internal.schema.Table;
import org.parley.core.store.internal.schema.Table.Placed;
import org.parley.core.store.internal.schema.Table.PlacedColumn;
import org.parley.core.store.internal.schema.Tables;

/**
 * One version of the model as one EclipseLink session, its entity classes made at run time in a
 * class loader of its own. Never changes; another model is another session.
 *
 * <p>Attributes are columns under their physical names; entities are isolated, since with several
 * writers a shared cache shows rows that are no more.
 */
public final class ModelSession {
  private final Tables tables;
  private final Readers readers;
  private final ServerSession session;
  private final Map<String, ClassDescriptor> entities = new HashMap<>();

  public ModelSession(Tables tables, Dialect dialect, DataSource source) {
    this.tables = tables;
    this.readers = new Readers(tables);
    DatabaseLogin login = new DatabaseLogin(new ColumnPlatform(dialect));
    login.setConnector(new JNDIConnector(source));
    login.useExternalConnectionPooling();
    login.setShouldBindAllParameters(true);
    // The pool knows which connections live, and we know what may be tried again.
    login.setConnectionHealthValidatedOnError(false);
    login.setQueryRetryAttemptCount(0);
    Project project = new Project(login);
    // EclipseLink's own loader is the parent: what made classes extend lies in its bundle, not
    // ours.
    DynamicClassLoader loader = new DynamicClassLoader(DynamicEntity.class.getClassLoader());
    for (Table table : tables.byType().values()) {
      ClassDescriptor descriptor = describe(table, loader, dialect);
      project.addDescriptor(descriptor);
      entities.put(table.type().name(), descriptor);
    }
    session = (ServerSession) project.createServerSession();
    session.setName("parley-" + tables.model().version());
    session.setLogLevel(SessionLog.OFF);
    session.login();
  }

  private static ClassDescriptor describe(Table table, DynamicClassLoader loader, Dialect dialect) {
    Class<?> entity = loader.createDynamicClass("org.parley.record.R" + table.id());
    DynamicTypeBuilder builder = new DynamicTypeBuilder(entity, null, table.name());
    column(builder, "id", Shape.LONG, dialect);
    column(builder, "version", Shape.LONG, dialect);
    for (Placed placed : table.visible()) {
      for (PlacedColumn column : placed.columns()) {
        column(builder, column.name(), column.shape(), dialect);
      }
    }
    builder.setPrimaryKeyFields("id");
    ClassDescriptor descriptor = builder.getType().getDescriptor();
    descriptor.setCacheIsolation(CacheIsolationType.ISOLATED);
    VersionLockingPolicy version =
        new VersionLockingPolicy(new DatabaseField("version", table.name()));
    version.storeInObject();
    descriptor.setOptimisticLockingPolicy(version);
    return descriptor;
  }

  private static void column(
      DynamicTypeBuilder builder, String name, Shape shape, Dialect dialect) {
    DirectToFieldMapping mapping = builder.addDirectMapping(name, type(shape), name);
    mapping.getField().setSqlType(dialect.jdbcType(shape));
  }

  private static Class<?> type(Shape shape) {
    // Object where EclipseLink would otherwise turn values into java.sql types.
    return switch (shape) {
      case TEXT, LONG_TEXT, WORDS -> String.class;
      case LONG -> Long.class;
      case BOOLEAN -> Boolean.class;
      case DECIMAL, DATE, TIMESTAMP -> Object.class;
    };
  }

  public Tables tables() {
    return tables;
  }

  /** Who reads single records. */
  public Readers readers() {
    return readers;
  }

  /** Begins to work on it; {@link ClientSession#release} it when done. For one thread. */
  public ClientSession begin() {
    return session.acquireClientSession();
  }

  /**
   * Updates the columns that differ, within the transaction of a session; the version is compared
   * and moved on.
   *
   * @throws org.eclipse.persistence.exceptions.OptimisticLockException when the row has another
   *     version or is gone
   */
  public void update(
      ClientSession client, String type, Map<String, Object> before, Map<String, Object> after) {
    UnitOfWork unit = client.acquireUnitOfWork();
    DynamicEntity entity = (DynamicEntity) unit.registerExistingObject(entity(type, before));
    after.forEach(
        (column, value) -> {
          if (!column.equals("version")) {
            entity.set(column, value);
          }
        });
    unit.forceUpdateToVersionField(entity, true);
    unit.commit();
  }

  private DynamicEntity entity(String type, Map<String, Object> values) {
    DynamicEntity entity = (DynamicEntity) entities.get(type).getObjectBuilder().buildNewInstance();
    values.forEach(entity::set);
    return entity;
  }

  /** The connection of the transaction a session is in. */
  public static Connection connection(ClientSession client) {
    return client.getAccessor().getConnection();
  }

  /** Lets go of it, when nobody works on it any more. */
  public void close() {
    session.logout();
  }
}
