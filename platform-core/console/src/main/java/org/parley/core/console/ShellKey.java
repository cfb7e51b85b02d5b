// SPDX-License-Identifier: Apache-2.0
package org.parley.core.console;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.util.Base64;

/**
 * The key that opens the shell: made once, readable by the account that runs Parley alone. Who can
 * read it could read the database too, so the shell gives nothing away that was not theirs.
 */
final class ShellKey {

  /** The user name of the shell. */
  static final String USER = "parley";

  /** RSA, not a curve: Karaf's client reads no curve's private key in the form the JDK writes. */
  private static final String ALGORITHM = "RSA";

  private static final int BITS = 2048;

  private final Path directory;

  ShellKey(Path directory) {
    this.directory = directory;
  }

  /** The users who may log in, in the form that Karaf's public key login reads. */
  Path users() {
    return directory.resolve("keys.properties");
  }

  /** The private half, for {@code bin/parley shell}. */
  Path privateKey() {
    return directory.resolve("key");
  }

  /** Makes the pair unless it is there; the users file comes last, so half a pair is made anew. */
  void ensure() {
    if (Files.exists(users()) && Files.exists(privateKey())) {
      return;
    }
    try {
      Files.createDirectories(directory);
      KeyPairGenerator generator = KeyPairGenerator.getInstance(ALGORITHM);
      generator.initialize(BITS);
      KeyPair pair = generator.generateKeyPair();
      String pem =
          "-----BEGIN PRIVATE KEY-----\n"
              + Base64.getMimeEncoder(64, new byte[] {'\n'})
                  .encodeToString(pair.getPrivate().getEncoded())
              + "\n-----END PRIVATE KEY-----\n";
      writePrivately(privateKey(), pem);
      String line = USER + "=" + encode((RSAPublicKey) pair.getPublic()) + ",_g_:admingroup\n";
      String group = "_g_\\:admingroup=group,admin,manager,viewer,systembundles,ssh\n";
      writePrivately(users(), line + group);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java makes no RSA keys", e);
    } catch (IOException e) {
      throw new UncheckedIOException("The shell's key cannot be kept in " + directory, e);
    }
  }

  private static void writePrivately(Path file, String text) throws IOException {
    Path draft = file.resolveSibling(file.getFileName() + ".new");
    Files.deleteIfExists(draft);
    if (Files.getFileStore(draft.getParent()).supportsFileAttributeView("posix")) {
      Files.createFile(
          draft,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }
    Files.writeString(draft, text);
    Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  /** The public half as ssh writes it (RFC 4253): three length-prefixed fields in base 64. */
  static String encode(RSAPublicKey key) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    DataOutputStream out = new DataOutputStream(bytes);
    byte[] kind = "ssh-rsa".getBytes(StandardCharsets.US_ASCII);
    for (byte[] field :
        new byte[][] {
          kind, key.getPublicExponent().toByteArray(), key.getModulus().toByteArray()
        }) {
      out.writeInt(field.length);
      out.write(field);
    }
    return Base64.getEncoder().encodeToString(bytes.toByteArray());
  }
}
