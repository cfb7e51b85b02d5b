// SPDX-License-Identifier: Apache-2.0
package org.parley.core.web;

import java.io.IOException;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletResponse;

/**
 * Writes a {@link StaticFile} as an HTTP answer: caching, compression, conditional requests, HEAD.
 */
final class StaticAnswer {
  /** For addresses that carry a hash of their content. */
  static final String IMMUTABLE = "public, max-age=31536000, immutable";

  /** For addresses whose content changes: always asked for again, mostly answered with 304. */
  static final String REVALIDATE = "no-cache";

  private StaticAnswer() {}

  static void write(
      StaticFile file, String caching, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setHeader("Cache-Control", caching);
    response.setHeader("ETag", file.etag());
    response.setHeader("X-Content-Type-Options", "nosniff");
    if (file.gzip() != null) {
      response.setHeader("Vary", "Accept-Encoding");
    }
    String known = request.getHeader("If-None-Match");
    if (known != null && known.contains(file.etag())) {
      response.setStatus(HttpServletResponse.SC_NOT_MODIFIED);
      return;
    }
    String encodings = request.getHeader("Accept-Encoding");
    boolean compress = file.gzip() != null && encodings != null && encodings.contains("gzip");
    byte[] bytes = compress ? file.gzip() : file.bytes();
    if (compress) {
      response.setHeader("Content-Encoding", "gzip");
    }
    response.setContentType(file.contentType());
    response.setContentLength(bytes.length);
    if (!request.getMethod().equals("HEAD")) {
      response.getOutputStream().write(bytes);
    }
  }

  static void missing(HttpServletRequest request, HttpServletResponse response) throws IOException {
    byte[] bytes = "Not found\n".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
    response.setStatus(HttpServletResponse.SC_NOT_FOUND);
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setContentType("text/plain");
    response.setContentLength(bytes.length);
    if (!request.getMethod().equals("HEAD")) {
      response.getOutputStream().write(bytes);
    }
  }
}
