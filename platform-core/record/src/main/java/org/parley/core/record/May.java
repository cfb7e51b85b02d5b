// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record;

import java.util.Set;

/**
 * What somebody may do with records of a type, or with some of them: for showing, since every call
 * is checked again.
 *
 * @param imports whether a file may become records of it
 * @param readOnly the fields that may be read and not changed
 */
public record May(
    boolean create,
    boolean edit,
    boolean delete,
    boolean export,
    boolean imports,
    Set<String> readOnly) {
  public May {
    readOnly = Set.copyOf(readOnly);
  }
}
