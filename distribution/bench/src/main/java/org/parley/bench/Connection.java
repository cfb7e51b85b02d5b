// SPDX-License-Identifier: Apache-2.0
package org.parley.bench;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.parley.itest.harness.Api;

/**
 * One connection kept alive, over a plain socket: a client that costs next to nothing, since it
 * shares the machine with what it measures. Understands answers with a length, which is all that
 * both servers send. For one thread.
 */
final class Connection implements Closeable {
  private static final byte[] LENGTH = "\r\ncontent-length: ".getBytes(StandardCharsets.ISO_8859_1);

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private byte[] buffer = new byte[64 * 1024];
  private int bodyFrom;
  private int bodyTo;

  Connection(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setTcpNoDelay(true);
    socket.setSoTimeout(60_000);
    in = socket.getInputStream();
    out = socket.getOutputStream();
  }

  /** The headers by which a request is from whoever has logged in. */
  static String login(Api api) {
    String csrf = api.get("session").expect(200).json().path("csrf").asText();
    return "Cookie: " + api.cookie() + "\r\nX-CSRF-Token: " + csrf + "\r\n";
  }

  /** A request as it goes over the line. */
  static byte[] request(String method, String path, String headers, String body) {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    String length =
        method.equals("GET")
            ? ""
            : "Content-Type: application/json\r\nContent-Length: " + bytes.length + "\r\n";
    return (method
            + " "
            + path
            + " HTTP/1.1\r\nHost: localhost\r\n"
            + headers
            + length
            + "\r\n"
            + body)
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Sends a request and reads the answer whole; answers its status. */
  int send(byte[] request) throws IOException {
    out.write(request);
    int filled = 0;
    int head;
    do {
      filled += read(filled);
      head = endOfHead(filled);
    } while (head < 0);
    bodyFrom = head;
    bodyTo = head + length(head);
    while (filled < bodyTo) {
      if (buffer.length < bodyTo) {
        buffer = java.util.Arrays.copyOf(buffer, bodyTo);
      }
      filled += read(filled);
    }
    return (buffer[9] - '0') * 100 + (buffer[10] - '0') * 10 + buffer[11] - '0';
  }

  /** The body of the last answer. */
  String body() {
    return new String(buffer, bodyFrom, bodyTo - bodyFrom, StandardCharsets.UTF_8);
  }

  private int read(int filled) throws IOException {
    int read = in.read(buffer, filled, buffer.length - filled);
    if (read < 0) {
      throw new EOFException("the server closed the connection");
    }
    return read;
  }

  private int endOfHead(int filled) {
    for (int i = 3; i < filled; i++) {
      if (buffer[i] == '\n' && buffer[i - 1] == '\r' && buffer[i - 2] == '\n') {
        return i + 1;
      }
    }
    return -1;
  }

  private int length(int head) throws IOException {
    for (int i = 0; i + LENGTH.length < head; i++) {
      int same = 0;
      while (same < LENGTH.length
          && (buffer[i + same] == LENGTH[same]
              || buffer[i + same] == Character.toUpperCase(LENGTH[same]))) {
        same++;
      }
      if (same == LENGTH.length) {
        int length = 0;
        for (int at = i + same; buffer[at] >= '0' && buffer[at] <= '9'; at++) {
          length = length * 10 + buffer[at] - '0';
        }
        return length;
      }
    }
    throw new IOException(
        "an answer without a length: " + new String(buffer, 0, head, StandardCharsets.ISO_8859_1));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
