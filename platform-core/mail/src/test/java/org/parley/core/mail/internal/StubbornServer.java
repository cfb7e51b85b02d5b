// SPDX-License-Identifier: Apache-2.0
package org.parley.core.mail.internal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** A mail server that answers as it is told: what GreenMail never refuses. */
final class StubbornServer implements AutoCloseable {
  static final String HANGS_UP = "";

  private final ServerSocket socket;
  volatile String toSender;
  volatile String toRecipient;
  volatile String toContent;

  StubbornServer() throws IOException {
    socket = new ServerSocket(0, 5, InetAddress.getLoopbackAddress());
    Thread thread = new Thread(this::serve, "stubborn");
    thread.setDaemon(true);
    thread.start();
  }

  int port() {
    return socket.getLocalPort();
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket client = socket.accept()) {
        talk(client);
      } catch (IOException e) {
        // the client went, or the test is over
      }
    }
  }

  private void talk(Socket client) throws IOException {
    BufferedReader in =
        new BufferedReader(
            new InputStreamReader(client.getInputStream(), StandardCharsets.US_ASCII));
    OutputStream out = client.getOutputStream();
    say(out, "220 stubborn");
    boolean content = false;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      String word = line.split(" ")[0].toUpperCase(Locale.ROOT);
      String answer = "250 ok";
      if (content) {
        if (!line.equals(".")) {
          continue;
        }
        content = false;
        answer = toContent == null ? answer : toContent;
      } else if (word.equals("MAIL")) {
        answer = toSender == null ? answer : toSender;
      } else if (word.equals("RCPT")) {
        answer = toRecipient == null ? answer : toRecipient;
      } else if (word.equals("DATA")) {
        content = true;
        answer = "354 go on";
      } else if (word.equals("QUIT")) {
        return;
      }
      if (answer.equals(HANGS_UP)) {
        return;
      }
      say(out, answer);
    }
  }

  private static void say(OutputStream out, String line) throws IOException {
    out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
