// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record;

import java.util.List;

/**
 * What a field of kind file takes.
 *
 * @param maxBytes greatest size, 0 for what the system takes in at all
 * @param accept media types such as {@code application/pdf} or {@code image/*}; empty for all
 */
public record FileRules(long maxBytes, List<String> accept) {
  /** Whatever may be uploaded. */
  public static final FileRules ANY = new FileRules(0, List.of());

  public FileRules {
    accept = List.copyOf(accept);
  }

  /** Whether a file of a media type may stand in the field. */
  public boolean accepts(String type) {
    return accept.isEmpty()
        || accept.stream()
            .anyMatch(
                each ->
                    each.endsWith("/*")
                        ? type.startsWith(each.substring(0, each.length() - 1))
                        : type.equals(each));
  }
}
