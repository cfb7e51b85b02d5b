// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import org.osgi.annotation.versioning.ConsumerType;
import org.parley.api.error.ParleyException;

/**
 * Where the contents of files lie, each once, under the SHA-256 of its bytes; implemented by the
 * store room. Nothing here holds a content in memory. Safe for use by many threads. A store that
 * does not answer is a {@link ParleyException} of kind UNAVAILABLE.
 *
 * <p>A content stays as long as a record names it, in the trash or out of it, or an upload that has
 * not expired. {@link Storage.Serving#commit} keeps account of which record names which content, in
 * the transaction that writes the record.
 */
@ConsumerType
public interface FileStorage {
  /**
   * A content on its way in, in a file of its own that goes when this is closed, and with the next
   * start when nobody did.
   */
  interface Spooled extends AutoCloseable {
    String hash();

    long size();

    InputStream open() throws IOException;

    @Override
    void close();
  }

  /**
   * The right to attach a content, given to the one who brought it.
   *
   * @param token names it; nobody can guess it
   * @param userId who may attach it
   */
  record Upload(
      String token, long userId, String hash, String name, long size, String type, Instant at) {}

  /** A content that is longer than it may be. */
  final class TooLong extends IOException {
    private static final long serialVersionUID = 1L;

    public TooLong() {
      super("The content is longer than it may be");
    }
  }

  /**
   * Takes in a stream, however slow; no transaction is open meanwhile.
   *
   * @param most bytes at most
   * @throws TooLong when there is more
   * @throws IOException when the stream breaks; nothing is left behind
   * @throws ParleyException UNAVAILABLE when there is no room
   */
  Spooled spool(InputStream content, long most) throws IOException;

  /** Keeps a content, unless it is there already, together with its upload, or neither. */
  void keep(Spooled content, Upload upload);

  /** An upload that has not expired. */
  Optional<Upload> upload(String token);

  /** How many bytes of a person's uploads no record names. */
  long unattached(long userId);

  /** The size of a content; empty when there is none. */
  OptionalLong size(String hash);

  /**
   * A part of a content. Between reads no connection is held, so a slow reader blocks nobody.
   *
   * @param from the first byte
   * @param length how many, within the content
   * @throws ParleyException NOT_FOUND when there is none
   */
  InputStream open(String hash, long from, long length);

  /**
   * Forgets uploads from before, and contents that since before then neither a record nor an upload
   * names.
   *
   * @return how many contents went
   */
  int collect(Instant before);
}
