// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.file;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.FieldError;
import org.parley.api.error.ParleyException;
import org.parley.api.record.StoredFile;
import org.parley.api.security.Principal;
import org.parley.core.record.Field;
import org.parley.core.record.FileScanSource;
import org.parley.core.record.FileStorage;
import org.parley.core.record.HookSource.HookFailure;
import org.parley.core.record.RecordType;
import org.parley.core.record.internal.kind.FileKind.Claim;
import org.parley.spi.file.ScannedFile;
import org.parley.spi.file.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns what a body claims of a file into the file, if it may be attached: an upload of the same
 * person that fits the field and that no scanner refuses, or the file that stands there already. A
 * hash by itself is no claim to a content, however it was come by. Safe for use by many threads.
 */
public final class Attachments {
  private static final Logger LOG = LoggerFactory.getLogger(Attachments.class);

  private final FileStorage storage;
  private final Supplier<List<FileScanSource.Scan>> scans;

  public Attachments(FileStorage storage, Supplier<List<FileScanSource.Scan>> scans) {
    this.storage = storage;
    this.scans = scans;
  }

  /**
   * Values with files in place of claims; a claim that does not hold is left out.
   *
   * @param before the values that stand in the record now
   * @param errors gets what is wrong, field by field
   */
  public Map<String, Object> resolved(
      Principal principal,
      RecordType type,
      Map<String, Object> values,
      Map<String, Object> before,
      List<FieldError> errors) {
    if (values.values().stream().noneMatch(Claim.class::isInstance)) {
      return values;
    }
    Map<String, Object> resolved = new LinkedHashMap<>(values);
    values.forEach(
        (name, value) -> {
          if (value instanceof Claim claim) {
            Field field = type.fields().get(name);
            Optional<StoredFile> file =
                claim.token() == null
                    ? standing(field, claim, before.get(name), errors)
                    : uploaded(principal, field, claim, errors);
            file.ifPresentOrElse(found -> resolved.put(name, found), () -> resolved.remove(name));
          }
        });
    return resolved;
  }

  private static Optional<StoredFile> standing(
      Field field, Claim claim, Object before, List<FieldError> errors) {
    if (before instanceof StoredFile file && file.hash().equals(claim.hash())) {
      String name = Objects.requireNonNullElse(claim.name(), file.name());
      return Optional.of(new StoredFile(file.hash(), name, file.size(), file.type()));
    }
    errors.add(
        error(
            field,
            "no_such_file",
            "does not hold this file now, and a hash alone attaches nothing. Upload the file"
                + " first: POST /api/v1/files."));
    return Optional.empty();
  }

  private Optional<StoredFile> uploaded(
      Principal principal, Field field, Claim claim, List<FieldError> errors) {
    Optional<FileStorage.Upload> found =
        storage.upload(claim.token()).filter(upload -> upload.userId() == principal.userId());
    if (found.isEmpty()) {
      errors.add(
          error(
              field,
              "no_such_file",
              "names an upload that is not there: it can be attached for a day, by the one who"
                  + " sent it. Upload the file again."));
      return Optional.empty();
    }
    FileStorage.Upload upload = found.get();
    if (field.file().maxBytes() > 0 && upload.size() > field.file().maxBytes()) {
      errors.add(
          error(
              field,
              "too_large",
              "takes files up to " + UploadLimits.told(field.file().maxBytes()) + "."));
      return Optional.empty();
    }
    if (!field.file().accepts(upload.type())) {
      errors.add(
          error(
              field,
              "media_type",
              "takes "
                  + String.join(", ", field.file().accept())
                  + "; this file is "
                  + upload.type()
                  + "."));
      return Optional.empty();
    }
    String name = Objects.requireNonNullElse(claim.name(), upload.name());
    StoredFile file = new StoredFile(upload.hash(), name, upload.size(), upload.type());
    return isRefused(field, file, errors) ? Optional.empty() : Optional.of(file);
  }

  private boolean isRefused(Field field, StoredFile file, List<FieldError> errors) {
    for (FileScanSource.Scan scan : scans.get()) {
      Verdict verdict = verdict(scan, field, file);
      if (verdict == null || verdict.finding() == Verdict.Finding.CLEAN) {
        continue;
      }
      boolean infected = verdict.finding() == Verdict.Finding.INFECTED;
      String told = verdict.reason().isBlank() ? "" : ": " + verdict.reason().strip();
      if (infected || scan.guard()) {
        errors.add(
            error(
                field,
                infected ? "infected" : "not_scanned",
                (infected ? "is refused by " : "cannot be judged by ") + scan.plugin() + told));
        return true;
      }
      LOG.info("{} cannot judge {}{}", scan.plugin(), file.hash(), told);
    }
    return false;
  }

  /** Null where a scanner is skipped. */
  private Verdict verdict(FileScanSource.Scan scan, Field field, StoredFile file) {
    try (Opened opened = new Opened(file)) {
      return scan.scan(opened);
    } catch (HookFailure e) {
      if (scan.guard()) {
        throw new ParleyException(
            ErrorKind.UNAVAILABLE,
            "guard_unavailable",
            "The plugin "
                + scan.plugin()
                + " must look into every file and does not answer at the moment, so "
                + field.label()
                + " cannot be attached.",
            e);
      }
      LOG.warn("Scanner of {} skipped: {}", scan.plugin(), e.getMessage());
      return null;
    }
  }

  private static FieldError error(Field field, String code, String rule) {
    return new FieldError(field.name(), code, field.label() + " " + rule);
  }

  /** A content while a scanner looks into it; a call left behind reads nothing any more. */
  private final class Opened implements ScannedFile, AutoCloseable {
    private final StoredFile file;
    private volatile boolean over;

    Opened(StoredFile file) {
      this.file = file;
    }

    @Override
    public String name() {
      return file.name();
    }

    @Override
    public String type() {
      return file.type();
    }

    @Override
    public long size() {
      return file.size();
    }

    @Override
    public InputStream open() throws IOException {
      InputStream content = storage.open(file.hash(), 0, file.size());
      return new InputStream() {
        @Override
        public int read() throws IOException {
          refuseWhenOver();
          return content.read();
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
          refuseWhenOver();
          return content.read(bytes, offset, length);
        }

        @Override
        public void close() throws IOException {
          content.close();
        }
      };
    }

    private void refuseWhenOver() throws IOException {
      if (over) {
        throw new IOException("The call this file was for is over");
      }
    }

    @Override
    public void close() {
      over = true;
    }
  }
}
