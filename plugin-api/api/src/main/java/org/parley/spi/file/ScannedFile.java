// SPDX-License-Identifier: Apache-2.0
package org.parley.spi.file;

import java.io.IOException;
import java.io.InputStream;
import org.osgi.annotation.versioning.ProviderType;

/** A file that somebody wants to attach. Only valid during the call it is given to. */
@ProviderType
public interface ScannedFile {
  /** What it is called; the person who sent it chose the name. */
  String name();

  /** Its media type as the platform takes it to be. */
  String type();

  /** In bytes. */
  long size();

  /**
   * The content from its beginning, to be closed by the caller. It is read in pieces: a scanner
   * needs no room for the whole.
   */
  InputStream open() throws IOException;
}
