// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.session;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.eclipse.persistence.internal.sessions.AbstractSession;
import org.eclipse.persistence.platform.database.DatabasePlatform;
import org.parley.core.store.internal.database.Dialect;

/**
 * EclipseLink's view of the database. All it needs to know are values, and those go through our
 * dialect, so that single reads and lists see exactly the same.
 */
final class ColumnPlatform extends DatabasePlatform {
  private static final long serialVersionUID = 1L;

  private final transient Dialect dialect;

  ColumnPlatform(Dialect dialect) {
    this.dialect = dialect;
  }

  @Override
  public void setParameterValueInDatabaseCall(
      Object parameter, PreparedStatement statement, int index, AbstractSession session)
      throws SQLException {
    if (parameter == null
        || parameter instanceof org.eclipse.persistence.internal.helper.DatabaseField) {
      // EclipseLink hands the field over in place of a null, for its type.
      super.setParameterValueInDatabaseCall(parameter, statement, index, session);
    } else {
      dialect.bind(statement, index, parameter);
    }
  }

  @Override
  public Object getObjectFromResultSet(ResultSet row, int index, int type, AbstractSession session)
      throws SQLException {
    return dialect.readByType(row, index, type);
  }
}
