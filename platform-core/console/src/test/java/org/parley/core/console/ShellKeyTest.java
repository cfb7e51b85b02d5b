// SPDX-License-Identifier: Apache-2.0
package org.parley.core.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.interfaces.ECPrivateKey;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECPoint;
import java.security.spec.ECPublicKeySpec;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShellKeyTest {

  @TempDir Path directory;

  @Test
  void bothHalvesBelongTogether() throws Exception {
    ShellKey key = new ShellKey(directory.resolve("shell"));
    key.ensure();

    String pem = Files.readString(key.privateKey()).replaceAll("-----[A-Z ]+-----|\\s", "");
    KeyFactory factory = KeyFactory.getInstance("EC");
    ECPrivateKey ours =
        (ECPrivateKey)
            factory.generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
    ECPublicKey theirs =
        (ECPublicKey)
            factory.generatePublic(new ECPublicKeySpec(point(line(key)), ours.getParams()));

    Signature signing = Signature.getInstance("SHA256withECDSA");
    signing.initSign(ours);
    signing.update(new byte[] {1, 2, 3});
    byte[] signature = signing.sign();
    signing.initVerify(theirs);
    signing.update(new byte[] {1, 2, 3});
    assertThat(signing.verify(signature)).isTrue();
  }

  @Test
  void theKeyIsMadeOnceAndForTheOwnerAlone() throws IOException {
    ShellKey key = new ShellKey(directory);
    key.ensure();
    String first = Files.readString(key.privateKey());
    key.ensure();
    assertThat(Files.readString(key.privateKey())).isEqualTo(first);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(key.privateKey())))
        .isEqualTo("rw-------");
  }

  @Test
  void halfAPairIsMadeAnew() throws IOException {
    ShellKey key = new ShellKey(directory);
    Files.writeString(key.privateKey(), "half");
    key.ensure();
    assertThat(Files.readString(key.privateKey())).startsWith("-----BEGIN PRIVATE KEY-----");
    assertThat(key.users()).exists();
  }

  private static String line(ShellKey key) throws IOException {
    Properties users = new Properties();
    try (var in = Files.newInputStream(key.users())) {
      users.load(in);
    }
    assertThat(users.getProperty("_g_:admingroup")).contains("admin");
    return users.getProperty(ShellKey.USER).split(",")[0];
  }

  private static ECPoint point(String line) throws IOException {
    var in = new DataInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(line)));
    assertThat(new String(in.readNBytes(in.readInt()))).isEqualTo("ecdsa-sha2-nistp256");
    assertThat(new String(in.readNBytes(in.readInt()))).isEqualTo("nistp256");
    assertThat(in.readInt()).isEqualTo(65);
    assertThat(in.read()).isEqualTo(4);
    return new ECPoint(new BigInteger(1, in.readNBytes(32)), new BigInteger(1, in.readNBytes(32)));
  }
}
