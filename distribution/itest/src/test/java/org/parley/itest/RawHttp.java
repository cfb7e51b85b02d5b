// SPDX-License-Identifier: Apache-2.0
package org.parley.itest;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.parley.itest.harness.Answer;
import org.parley.itest.harness.Api;

/** Requests that a well-behaved client cannot send. */
final class RawHttp {
  private RawHttp() {}

  /** Announces a body of this length, sends its first kilobyte and reads what comes back. */
  static Answer post(URI root, Api api, String path, long length, String contentType)
      throws IOException {
    try (Socket socket = new Socket(root.getHost(), root.getPort())) {
      socket.setSoTimeout(20_000);
      String csrf =
          api.request("POST", path, null, null)
              .build()
              .headers()
              .firstValue("X-CSRF-Token")
              .orElse("");
      String head =
          "POST %s HTTP/1.1\r\nHost: %s\r\nCookie: %s\r\nX-CSRF-Token: %s\r\n"
                  .formatted(path, root.getAuthority(), api.cookie(), csrf)
              + "Content-Type: %s\r\nContent-Length: %d\r\n\r\n".formatted(contentType, length);
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().write(" ".repeat(1024).getBytes(StandardCharsets.US_ASCII));
      socket.getOutputStream().flush();
      return read(socket.getInputStream());
    }
  }

  /** Sends a request as it is written here and reads what comes back. */
  static Answer send(URI root, String request) {
    try (Socket socket = new Socket(root.getHost(), root.getPort())) {
      socket.setSoTimeout(20_000);
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
      return read(socket.getInputStream());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Answer read(InputStream in) throws IOException {
    byte[] buffer = new byte[16_384];
    StringBuilder text = new StringBuilder();
    for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
      text.append(new String(buffer, 0, count, StandardCharsets.UTF_8));
      if (text.indexOf("\r\n\r\n") > 0 && text.indexOf("}") > 0) {
        break;
      }
    }
    int status = text.length() > 12 ? Integer.parseInt(text.substring(9, 12)) : 0;
    return new Answer(
        "raw", status, HttpHeaders.of(Map.of("X", List.of()), (a, b) -> true), text.toString());
  }
}
