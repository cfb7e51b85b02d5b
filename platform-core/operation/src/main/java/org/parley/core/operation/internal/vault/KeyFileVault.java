// SPDX-License-Identifier: Apache-2.0
package org.parley.core.operation.internal.vault;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.osgi.framework.BundleContext;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.parley.core.operation.Vault;

/**
 * Seals by AES-256 in Galois/Counter Mode (NIST SP 800-38D) with a random nonce of 96 bits, the
 * purpose being authenticated too. The key is made when the first text is sealed. A sealed text
 * names the key by the beginning of its hash, so that a wrong key is told from a changed text.
 */
@Component(service = Vault.class)
public final class KeyFileVault implements Vault {
  private static final String FORM = "v1";
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final int NAME_BYTES = 4;

  private final SecureRandom random = new SecureRandom();
  private final Path file;
  private volatile Key key;

  private record Key(String name, SecretKeySpec secret) {}

  @Activate
  public KeyFileVault(BundleContext context) {
    this(Path.of(context.getProperty("parley.data")));
  }

  KeyFileVault(Path data) {
    this.file = data.resolve("vault").resolve("key");
  }

  @Override
  public String seal(String purpose, String plain) {
    Key own = key(true);
    byte[] nonce = new byte[NONCE_BYTES];
    random.nextBytes(nonce);
    try {
      byte[] hidden =
          cipher(Cipher.ENCRYPT_MODE, own, nonce, purpose)
              .doFinal(plain.getBytes(StandardCharsets.UTF_8));
      byte[] whole = Arrays.copyOf(nonce, NONCE_BYTES + hidden.length);
      System.arraycopy(hidden, 0, whole, NONCE_BYTES, hidden.length);
      return FORM + "." + own.name() + "." + Base64.getUrlEncoder().encodeToString(whole);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java seals nothing by AES-GCM", e);
    }
  }

  @Override
  public String open(String purpose, String sealed) {
    String[] parts = sealed.split("\\.", -1);
    if (parts.length != 3 || !parts[0].equals(FORM)) {
      throw new IllegalStateException("This is not a sealed text of the form " + FORM + ".");
    }
    Key own = key(false);
    if (own == null || !own.name().equals(parts[1])) {
      throw new IllegalStateException(
          "A secret was sealed by the key %s, but %s %s. Put the file of the backup or of the other node there, or enter the secret again."
              .formatted(
                  parts[1], file, own == null ? "is not there" : "holds the key " + own.name()));
    }
    try {
      byte[] whole = Base64.getUrlDecoder().decode(parts[2]);
      byte[] nonce = Arrays.copyOf(whole, NONCE_BYTES);
      byte[] plain =
          cipher(Cipher.DECRYPT_MODE, own, nonce, purpose)
              .doFinal(whole, NONCE_BYTES, Math.max(0, whole.length - NONCE_BYTES));
      return new String(plain, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException | GeneralSecurityException e) {
      throw new IllegalStateException(
          "A secret for %s was changed since it was sealed, or sealed for something else. Enter it again."
              .formatted(purpose),
          e);
    }
  }

  private static Cipher cipher(int mode, Key key, byte[] nonce, String purpose)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key.secret(), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(purpose.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  /** The key in the file, made where there is none and one is wanted; else null. */
  private Key key(boolean make) {
    Key known = key;
    if (known != null) {
      return known;
    }
    try {
      if (!Files.exists(file)) {
        if (!make) {
          return null;
        }
        make();
      }
      key = read();
      return key;
    } catch (IOException e) {
      throw new IllegalStateException(
          "The key that seals secrets cannot be kept in " + file + ": " + e.getMessage(), e);
    }
  }

  private Key read() throws IOException {
    String text = Files.readString(file).strip();
    if (!text.matches("[0-9a-f]{" + 2 * KEY_BYTES + "}")) {
      throw new IOException("it does not hold " + 2 * KEY_BYTES + " digits in hex");
    }
    byte[] bytes = HexFormat.of().parseHex(text);
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(bytes);
      String name = HexFormat.of().formatHex(hash, 0, NAME_BYTES);
      return new Key(name, new SecretKeySpec(bytes, "AES"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java knows no SHA-256", e);
    }
  }

  /** Whoever is first makes it: a link to a whole file appears at once or not at all. */
  private void make() throws IOException {
    byte[] bytes = new byte[KEY_BYTES];
    random.nextBytes(bytes);
    Files.createDirectories(file.getParent());
    Path draft =
        file.resolveSibling("new-" + ProcessHandle.current().pid() + "-" + random.nextInt());
    if (Files.getFileStore(file.getParent()).supportsFileAttributeView("posix")) {
      Files.createFile(
          draft,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    Files.writeString(draft, HexFormat.of().formatHex(bytes) + "\n");
    try {
      Files.createLink(file, draft);
    } catch (FileAlreadyExistsException e) {
      // Somebody else was first: theirs holds.
    } catch (UnsupportedOperationException e) {
      Files.move(draft, file);
    } finally {
      Files.deleteIfExists(draft);
    }
  }
}
