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
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.RSAPublicKeySpec;
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
    KeyFactory factory = KeyFactory.getInstance("RSA");
    PrivateKey ours =
        factory.generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(pem)));
    PublicKey theirs = factory.generatePublic(publicKey(line(key)));

    Signature signing = Signature.getInstance("SHA256withRSA");
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

  private static RSAPublicKeySpec publicKey(String line) throws IOException {
    var in = new DataInputStream(new ByteArrayInputStream(Base64.getDecoder().decode(line)));
    assertThat(new String(in.readNBytes(in.readInt()))).isEqualTo("ssh-rsa");
    BigInteger exponent = new BigInteger(in.readNBytes(in.readInt()));
    BigInteger modulus = new BigInteger(in.readNBytes(in.readInt()));
    assertThat(in.available()).isZero();
    return new RSAPublicKeySpec(modulus, exponent);
  }
}
