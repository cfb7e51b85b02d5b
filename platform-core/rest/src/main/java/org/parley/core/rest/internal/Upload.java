// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javax.servlet.MultipartConfigElement;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.Part;
import org.eclipse.jetty.http.MultiPartFormInputStream;
import org.parley.api.error.ParleyException;

/**
 * A file that came with a request, in a temporary place for as long as this is open. It goes
 * through memory in small pieces only.
 *
 * @param file where it lies; deleted at the end
 */
record Upload(Path file) implements AutoCloseable {
  private static final int IN_MEMORY = 64 * 1024;

  /** Reads the whole body: as it is, or the part named "file" of a form. */
  static Upload receive(HttpServletRequest request) throws IOException {
    Upload upload = new Upload(temporary());
    try {
      String type = String.valueOf(request.getContentType()).toLowerCase(Locale.ROOT);
      if (type.startsWith("multipart/")) {
        upload.takeForm(request);
      } else {
        upload.take(request.getInputStream());
      }
      return upload;
    } catch (IOException | RuntimeException e) {
      upload.close();
      throw e;
    }
  }

  private void takeForm(HttpServletRequest request) throws IOException {
    String folder = file.getParent().toString();
    MultiPartFormInputStream form =
        new MultiPartFormInputStream(
            request.getInputStream(),
            request.getContentType(),
            new MultipartConfigElement(folder, -1, -1, IN_MEMORY),
            file.getParent().toFile());
    try {
      Part part = form.getPart("file");
      if (part == null) {
        throw ParleyException.badRequest(
            "bad_request", "The form has no part named \"file\" with the plugin's jar.");
      }
      try (InputStream content = part.getInputStream()) {
        take(content);
      }
    } catch (IllegalStateException e) {
      throw ParleyException.badRequest("bad_request", "The form is broken: " + e.getMessage());
    } finally {
      form.deleteParts();
    }
  }

  /** Only what the client sends may fail as an IOException: the disk's failures are ours. */
  private void take(InputStream content) throws IOException {
    byte[] buffer = new byte[IN_MEMORY];
    try (OutputStream out = open()) {
      for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
        write(out, buffer, read);
      }
    }
  }

  private OutputStream open() {
    try {
      return Files.newOutputStream(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void write(OutputStream out, byte[] buffer, int length) {
    try {
      out.write(buffer, 0, length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Path temporary() {
    try {
      return Files.createTempFile("parley-upload-", ".jar");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
