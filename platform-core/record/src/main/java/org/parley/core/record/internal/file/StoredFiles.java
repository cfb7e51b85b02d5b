// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.file;

import java.io.IOException;
import java.io.InputStream;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Set;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.ParleyException;
import org.parley.api.record.StoredFile;
import org.parley.api.security.Principal;
import org.parley.core.record.FileStorage;
import org.parley.core.record.RecordFiles;
import org.parley.core.record.Result;
import org.parley.core.record.internal.kind.FileName;
import org.parley.core.record.internal.view.RecordReader;

/** Takes files in and gives them out through the records they stand in. */
public final class StoredFiles implements RecordFiles {
  private final FileStorage storage;
  private final RecordReader reader;
  private final UploadLimits limits;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  public StoredFiles(FileStorage storage, RecordReader reader, UploadLimits limits, Clock clock) {
    this.storage = storage;
    this.reader = reader;
    this.limits = limits;
    this.clock = clock;
  }

  @Override
  public long greatestUpload() {
    return limits.bytes();
  }

  @Override
  public Uploaded upload(Principal principal, Source source) throws IOException {
    if (principal.userId() <= 0) {
      throw new ParleyException(ErrorKind.FORBIDDEN, "forbidden", "Only people can upload files.");
    }
    long user = principal.userId();
    try (UploadLimits.Place place = limits.enter(user, storage.unattached(user))) {
      return take(user, source.receive());
    } catch (FileStorage.TooLong e) {
      throw new ParleyException(
          ErrorKind.TOO_LARGE,
          "too_large",
          "The file is larger than " + UploadLimits.told(limits.bytes()) + ", the most taken in.",
          e);
    }
  }

  private Uploaded take(long user, Incoming incoming) throws IOException {
    try (FileStorage.Spooled spooled = storage.spool(incoming.content(), limits.bytes())) {
      String type;
      try (InputStream beginning = spooled.open()) {
        type = MediaTypes.of(beginning, incoming.type());
      }
      FileStorage.Upload upload =
          new FileStorage.Upload(
              token(),
              user,
              spooled.hash(),
              FileName.of(incoming.name()),
              spooled.size(),
              type,
              clock.instant().truncatedTo(ChronoUnit.MICROS));
      storage.keep(spooled, upload);
      return new Uploaded(upload.token(), upload.name(), upload.size(), upload.type());
    }
  }

  private String token() {
    byte[] bytes = new byte[24];
    random.nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  @Override
  public Content open(Principal principal, String type, long id, String field) {
    Result result = reader.get(principal, type, id, Set.of(field), null);
    if (!(result.record().get(field) instanceof StoredFile file)) {
      throw ParleyException.notFound("There is no file in " + field + " of this record.");
    }
    if (storage.size(file.hash()).isEmpty()) {
      throw ParleyException.notFound(
          "The content of " + file.name() + " is not there. Upload it again, or restore a backup.");
    }
    return new Content() {
      @Override
      public StoredFile file() {
        return file;
      }

      @Override
      public InputStream open(long from, long length) {
        return storage.open(file.hash(), from, length);
      }
    };
  }
}
