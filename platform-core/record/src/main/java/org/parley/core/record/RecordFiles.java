// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record;

import java.io.IOException;
import java.io.InputStream;
import org.osgi.annotation.versioning.ProviderType;
import org.parley.api.error.ParleyException;
import org.parley.api.record.StoredFile;
import org.parley.api.security.Principal;

/**
 * The only way to the contents of files: in by an upload that a record's write then names, out
 * through the record that it stands in. A service of the record room, registered together with
 * {@link RecordStore}; safe for use by many threads, each call on its caller's thread.
 */
@ProviderType
public interface RecordFiles {
  /**
   * What may be attached to records, by the one who brought it and for a day.
   *
   * @param token what a write gives as {@code {"file": token}}
   */
  record Uploaded(String token, String name, long size, String type) {}

  /**
   * A file on its way in.
   *
   * @param content is read once, to its end or as far as it may be
   * @param name as it came, or null; folders and what else a name must not hold are taken off
   * @param type the media type it is said to have, or null; what the content says counts more
   */
  record Incoming(InputStream content, String name, String type) {}

  /** Where a file comes from; asked for it once its sender may send. */
  @FunctionalInterface
  interface Source {
    Incoming receive() throws IOException;
  }

  /** A file of a record that the principal may read. */
  interface Content {
    StoredFile file();

    /** Reads a part of it; holds no connection between reads. */
    InputStream open(long from, long length);
  }

  /** The greatest upload in bytes. */
  long greatestUpload();

  /**
   * Takes in a file.
   *
   * @throws IOException when the stream breaks; nothing is left behind
   * @throws ParleyException TOO_LARGE naming the limit; TOO_MANY while too many come in at once
   */
  Uploaded upload(Principal principal, Source source) throws IOException;

  /**
   * The file in a field of a record.
   *
   * @throws ParleyException NOT_FOUND when there is no such record, field or file, or it may not be
   *     seen
   */
  Content open(Principal principal, String type, long id, String field);
}
