// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.planted.core.right;

import java.sql.Connection;

/** SQL outside the store. */
public record LedgerOfItsOwn(Connection connection) {}
