// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import javax.servlet.ReadListener;
import javax.servlet.ServletInputStream;
import javax.servlet.http.HttpServletRequest;
import javax.servlet.http.HttpServletRequestWrapper;

/** A request whose body is counted while it is read, so that a header cannot lie about its size. */
final class LimitedRequest extends HttpServletRequestWrapper {
  private final long limit;
  private Counting body;

  LimitedRequest(HttpServletRequest request, long limit) {
    super(request);
    this.limit = limit;
  }

  /** Whether the body says of itself that it is too large. */
  boolean announcesTooMuch() {
    return getContentLengthLong() > limit;
  }

  @Override
  public ServletInputStream getInputStream() throws IOException {
    if (announcesTooMuch()) {
      throw new BodyTooLarge(limit);
    }
    if (body == null) {
      body = new Counting(super.getInputStream());
    }
    return body;
  }

  @Override
  public BufferedReader getReader() throws IOException {
    return new BufferedReader(new InputStreamReader(getInputStream(), StandardCharsets.UTF_8));
  }

  /**
   * Reads and drops what is left of the body, within bounds, so that a client that is still sending
   * gets to see the answer instead of a reset.
   */
  void drain(long bytes, long millis) throws IOException {
    InputStream rest = super.getInputStream();
    byte[] buffer = new byte[64 * 1024];
    long deadline = System.nanoTime() + millis * 1_000_000;
    long left = bytes;
    while (left > 0 && System.nanoTime() < deadline) {
      int read = rest.read(buffer);
      if (read < 0) {
        return;
      }
      left -= read;
    }
  }

  private final class Counting extends ServletInputStream {
    private final ServletInputStream in;
    private long left = limit;

    private Counting(ServletInputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      int read;
      try {
        read = in.read(bytes, offset, length);
      } catch (IOException e) {
        throw new BodyBroken(e);
      }
      left -= Math.max(0, read);
      if (left < 0) {
        throw new BodyTooLarge(limit);
      }
      return read;
    }

    @Override
    public boolean isFinished() {
      return in.isFinished();
    }

    @Override
    public boolean isReady() {
      return in.isReady();
    }

    @Override
    public void setReadListener(ReadListener listener) {
      in.setReadListener(listener);
    }
  }
}
