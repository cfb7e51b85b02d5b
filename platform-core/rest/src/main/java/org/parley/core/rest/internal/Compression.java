// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;
import javax.ws.rs.container.ContainerRequestContext;
import javax.ws.rs.container.ContainerResponseContext;
import javax.ws.rs.container.ContainerResponseFilter;
import javax.ws.rs.ext.Provider;

/** Sends larger answers compressed to who takes them so: JSON shrinks to about a tenth. */
@Provider
public final class Compression implements ContainerResponseFilter {
  /** Below this the packets on the line are as many either way. */
  private static final int WORTHWHILE = 1_400;

  /** Much faster than the default, and little larger. */
  private static final int LEVEL = 3;

  /** What is larger than a list is asked for once and kept: record types, what OpenAPI says. */
  private static final int LARGE = 40_000;

  private static final int LARGE_LEVEL = 6;

  @Override
  public void filter(ContainerRequestContext request, ContainerResponseContext response) {
    if (!(response.getEntity() instanceof byte[] plain) || !isWorthwhile(plain)) {
      return;
    }
    response.getHeaders().add("Vary", "Accept-Encoding");
    if (!takesGzip(request.getHeaderString("Accept-Encoding"))) {
      return;
    }
    byte[] compressed = compress(plain);
    response.getHeaders().putSingle("Content-Encoding", "gzip");
    response.getHeaders().putSingle("Content-Length", compressed.length);
    response.setEntity(compressed);
  }

  static boolean isWorthwhile(byte[] plain) {
    return plain.length >= WORTHWHILE;
  }

  static boolean takesGzip(String accepted) {
    if (accepted != null) {
      for (String one : accepted.split(",")) {
        String[] parts = one.strip().split(";", 2);
        boolean refused = parts.length > 1 && parts[1].strip().matches("q=0(\\.0*)?");
        if (parts[0].strip().equalsIgnoreCase("gzip")) {
          return !refused;
        }
      }
    }
    return false;
  }

  static byte[] compress(byte[] plain) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(plain.length / 4);
    try (OutputStream out = new LevelledGzip(bytes, plain.length < LARGE ? LEVEL : LARGE_LEVEL)) {
      out.write(plain);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  /** The level can be set from inside only. */
  private static final class LevelledGzip extends GZIPOutputStream {
    private LevelledGzip(OutputStream out, int level) throws IOException {
      super(out, 8_192);
      def.setLevel(level);
    }
  }
}
