// SPDX-License-Identifier: Apache-2.0
package org.parley.core.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/**
 * One file as it goes over the wire: its bytes, the same compressed (or null when that would not
 * make it smaller), its content type and its entity tag. Made once, then only read.
 */
record StaticFile(byte[] bytes, byte[] gzip, String contentType, String etag) {
  private static final String TEXT = "; charset=utf-8";
  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("js", "text/javascript" + TEXT),
          Map.entry("css", "text/css" + TEXT),
          Map.entry("html", "text/html" + TEXT),
          Map.entry("json", "application/json"),
          Map.entry("txt", "text/plain" + TEXT),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("png", "image/png"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("jpeg", "image/jpeg"),
          Map.entry("gif", "image/gif"),
          Map.entry("webp", "image/webp"),
          Map.entry("avif", "image/avif"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("woff2", "font/woff2"),
          Map.entry("wasm", "application/wasm"),
          Map.entry("webmanifest", "application/manifest+json"));

  /** A file named {@code path}; what its ending does not tell is an octet stream. */
  static StaticFile of(String path, byte[] bytes) {
    String ending = path.substring(path.lastIndexOf('.') + 1).toLowerCase(java.util.Locale.ROOT);
    String type = TYPES.getOrDefault(ending, "application/octet-stream");
    boolean packed = type.startsWith("image/") && !type.contains("svg") || type.startsWith("font/");
    return new StaticFile(bytes, packed ? null : compressed(bytes), type, '"' + hash(bytes) + '"');
  }

  /** The first 16 hexadecimal digits of the SHA-256 of these bytes. */
  static String hash(byte[] bytes) {
    return HexFormat.of().formatHex(sha256(bytes)).substring(0, 16);
  }

  static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static byte[] compressed(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip =
        new GZIPOutputStream(out) {
          {
            def.setLevel(9);
          }
        }) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return out.size() < bytes.length ? out.toByteArray() : null;
  }
}
