// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.planted.core.store;

import java.sql.Connection;

/** The store may. */
public record InnocentStore(Connection connection) {}
