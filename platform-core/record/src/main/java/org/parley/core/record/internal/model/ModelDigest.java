// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.model;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.Map;
import org.parley.core.record.Field;
import org.parley.core.record.RecordType;
import org.parley.core.record.Selection;

/** A hash over what makes tables, columns, keys and indexes, and over nothing else. */
final class ModelDigest {
  private ModelDigest() {}

  static String of(Map<String, RecordType> types) {
    StringBuilder text = new StringBuilder();
    types.values().stream()
        .sorted(Comparator.comparing(RecordType::name))
        .forEach(
            type -> {
              text.append("type ").append(type.name()).append('\n');
              Selection.Sort listed = type.listed();
              text.append("listed by ")
                  .append(listed.descending() ? "-" : "")
                  .append(listed.field().name())
                  .append('\n');
              if (type.timeline() != null) {
                text.append("timeline by ").append(type.timeline().at()).append('\n');
              }
              type.fields().values().stream()
                  .sorted(Comparator.comparing(Field::name))
                  .forEach(field -> append(text, field));
            });
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256")
              .digest(text.toString().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest, 0, 16);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void append(StringBuilder text, Field field) {
    text.append(field.name())
        .append(' ')
        .append(field.kind().name())
        .append(field.unique() ? " unique" : "")
        .append(field.index() ? " index" : "")
        .append(' ')
        .append(field.kind().comparedColumn(field))
        .append(' ')
        .append(field.kind().columns(field))
        .append('\n');
  }
}
