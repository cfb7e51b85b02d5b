// SPDX-License-Identifier: Apache-2.0
package org.parley.core.operation;

import org.osgi.annotation.versioning.ProviderType;

/**
 * Seals what the system must be able to read again and nobody else may: passwords of mail servers,
 * tokens of networks, secrets of authenticators. Whoever has the database alone cannot open them:
 * the key lies in the data directory. A service of the operation room; safe for use by many
 * threads, and fast.
 */
@ProviderType
public interface Vault {
  /**
   * Seals a text. The same text sealed twice looks different.
   *
   * @param purpose what it is for, such as {@code mail_server.password}; needed again to open it,
   *     so that a sealed text is of no use in another place
   * @throws IllegalStateException when the key can neither be read nor made, naming its file
   */
  String seal(String purpose, String plain);

  /**
   * Opens what was sealed for the same purpose.
   *
   * @throws IllegalStateException when it was sealed by another key than the one that is there, for
   *     another purpose, or was changed since; the message says which key is missing
   */
  String open(String purpose, String sealed);
}
