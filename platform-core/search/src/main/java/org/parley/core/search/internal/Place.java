// SPDX-License-Identifier: Apache-2.0
package org.parley.core.search.internal;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Objects;
import org.apache.lucene.search.FieldDoc;
import org.parley.api.error.ParleyException;

/**
 * The place of a record in what was found. As a cursor it holds over changes of the index and
 * restarts, and is tied to what was looked for.
 *
 * @param rank how well it matches: the number of a pass, with and without stars alike
 * @param changed when it changed, in microseconds
 */
record Place(int rank, long changed, long id) {
  private static final int BYTES = 2 * Integer.BYTES + 2 * Long.BYTES;

  static Place of(int rank, FieldDoc doc) {
    return new Place(rank, (Long) doc.fields[0], (Long) doc.fields[1]);
  }

  /** Behind every document of the same rank that has this place. */
  FieldDoc doc() {
    return new FieldDoc(Integer.MAX_VALUE, Float.NaN, new Object[] {changed, id});
  }

  String cursor(Object asked) {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    bytes.putInt(rank).putLong(changed).putLong(id).putInt(Objects.hashCode(asked));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  static Place decode(String cursor, Object asked) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor));
      if (bytes.remaining() == BYTES) {
        Place place = new Place(bytes.getInt(), bytes.getLong(), bytes.getLong());
        if (bytes.getInt() == Objects.hashCode(asked) && place.rank() >= 0) {
          return place;
        }
      }
    } catch (IllegalArgumentException e) {
      // told below
    }
    throw ParleyException.badRequest(
        "bad_cursor", "This cursor belongs to no page of this search; begin again without it.");
  }
}
