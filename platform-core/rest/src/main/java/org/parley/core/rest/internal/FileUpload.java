// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javax.servlet.MultipartConfigElement;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.Part;
import org.eclipse.jetty.http.MultiPartFormInputStream;
import org.parley.api.error.ParleyException;
import org.parley.core.record.RecordFiles;

/**
 * A file as a request brings it: the body itself, or the part "file" of a form. A form is put down
 * on the disk first, since its parts come in any order; what it has put down goes at the end.
 */
final class FileUpload implements RecordFiles.Source, AutoCloseable {
  private static final int IN_MEMORY = 64 * 1024;

  private final HttpServletRequest request;
  private final String name;
  private MultiPartFormInputStream form;

  /**
   * @param name from the address, or null
   */
  FileUpload(HttpServletRequest request, String name) {
    this.request = request;
    this.name = name;
  }

  @Override
  public RecordFiles.Incoming receive() throws IOException {
    String type = String.valueOf(request.getContentType()).toLowerCase(Locale.ROOT);
    if (!type.startsWith("multipart/")) {
      String given = name;
      if (given == null) {
        given = Disposition.fileName(request.getHeader("Content-Disposition"));
      }
      return new RecordFiles.Incoming(request.getInputStream(), given, request.getContentType());
    }
    Path folder = folder();
    form =
        new MultiPartFormInputStream(
            request.getInputStream(),
            request.getContentType(),
            new MultipartConfigElement(folder.toString(), -1, -1, IN_MEMORY),
            folder.toFile());
    try {
      Part part = form.getPart("file");
      if (part == null) {
        throw ParleyException.badRequest("bad_request", "The form has no part named \"file\".");
      }
      String given = name;
      if (given == null) {
        given = Disposition.fileName(part.getHeader("Content-Disposition"));
      }
      return new RecordFiles.Incoming(part.getInputStream(), given, part.getContentType());
    } catch (IllegalStateException | IllegalArgumentException e) {
      throw ParleyException.badRequest("bad_request", "The form is broken: " + e.getMessage());
    }
  }

  /** Where the store empties out, at each start, what a crash has left behind. */
  private static Path folder() {
    Path data = Path.of(System.getProperty("parley.data", System.getProperty("java.io.tmpdir")));
    try {
      return Files.createDirectories(data.toAbsolutePath().resolve("spool"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    if (form != null) {
      form.deleteParts();
    }
  }
}
