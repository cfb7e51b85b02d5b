// SPDX-License-Identifier: Apache-2.0
package org.parley.api.record;

import java.util.Objects;

/**
 * A file as it stands in a field. The content itself lies elsewhere, under its hash; files of the
 * same content share it.
 *
 * @param hash SHA-256 of the content, 64 hexadecimal digits in small letters
 * @param name what it is called, without folders, at most 255 characters
 * @param size in bytes
 * @param type its media type, such as {@code application/pdf}, in small letters, without parameters
 */
public record StoredFile(String hash, String name, long size, String type) {
  public StoredFile {
    Objects.requireNonNull(hash, "hash");
    Objects.requireNonNull(name, "name");
    Objects.requireNonNull(type, "type");
  }
}
