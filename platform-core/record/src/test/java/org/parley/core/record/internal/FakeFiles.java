// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.parley.core.record.FileStorage;

/**
 * Contents in memory. The hash is the length and the first bytes, which tells tests' contents
 * apart.
 */
final class FakeFiles implements FileStorage {
  final Map<String, byte[]> contents = new HashMap<>();
  final Map<String, Upload> uploads = new HashMap<>();
  int spooled;

  private final class InMemory implements Spooled {
    private final byte[] bytes;

    InMemory(byte[] bytes) {
      this.bytes = bytes;
      spooled++;
    }

    @Override
    public String hash() {
      String begin = HexFormat.of().formatHex(bytes, 0, Math.min(20, bytes.length));
      return (HexFormat.of().toHexDigits(bytes.length) + begin + "0".repeat(64)).substring(0, 64);
    }

    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(bytes);
    }

    @Override
    public void close() {
      spooled--;
    }
  }

  @Override
  public Spooled spool(InputStream content, long most) throws IOException {
    byte[] bytes = content.readNBytes((int) most + 1);
    if (bytes.length > most) {
      throw new TooLong();
    }
    return new InMemory(bytes);
  }

  @Override
  public void keep(Spooled content, Upload upload) {
    contents.put(upload.hash(), ((InMemory) content).bytes);
    uploads.put(upload.token(), upload);
  }

  @Override
  public Optional<Upload> upload(String token) {
    return Optional.ofNullable(uploads.get(token));
  }

  @Override
  public long unattached(long userId) {
    return uploads.values().stream()
        .filter(upload -> upload.userId() == userId)
        .mapToLong(Upload::size)
        .sum();
  }

  @Override
  public OptionalLong size(String hash) {
    byte[] bytes = contents.get(hash);
    return bytes == null ? OptionalLong.empty() : OptionalLong.of(bytes.length);
  }

  @Override
  public InputStream open(String hash, long from, long length) {
    return new ByteArrayInputStream(contents.get(hash), (int) from, (int) length);
  }

  @Override
  public int collect(Instant before) {
    uploads.values().removeIf(upload -> upload.at().isBefore(before));
    return 0;
  }
}
