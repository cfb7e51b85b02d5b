// SPDX-License-Identifier: Apache-2.0
package org.parley.core.search.internal;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.Objects;
import org.apache.lucene.search.FieldDoc;
import org.parley.api.error.ParleyException;

/**
 * The place of a record in what was found: its rank, when it changed, its id. As a cursor it holds
 * over changes of the index and restarts, and is tied to what was looked for.
 */
record Place(float score, long changed, long id) {
  private static final int BYTES = Float.BYTES + 2 * Long.BYTES + Integer.BYTES;

  static Place of(FieldDoc doc) {
    return new Place((Float) doc.fields[0], (Long) doc.fields[1], (Long) doc.fields[2]);
  }

  /** Behind every document that has this place. */
  FieldDoc doc() {
    return new FieldDoc(Integer.MAX_VALUE, score, new Object[] {score, changed, id});
  }

  String cursor(Object asked) {
    ByteBuffer bytes = ByteBuffer.allocate(BYTES);
    bytes.putFloat(score).putLong(changed).putLong(id).putInt(Objects.hashCode(asked));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes.array());
  }

  static Place decode(String cursor, Object asked) {
    try {
      ByteBuffer bytes = ByteBuffer.wrap(Base64.getUrlDecoder().decode(cursor));
      if (bytes.remaining() == BYTES) {
        Place place = new Place(bytes.getFloat(), bytes.getLong(), bytes.getLong());
        if (bytes.getInt() == Objects.hashCode(asked) && Float.isFinite(place.score())) {
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
