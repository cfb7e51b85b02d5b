// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.keep;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.parley.core.store.internal.database.CopyDesk;

/** A consistent copy of the database of a Parley that runs, made by it: see {@link CopyDesk}. */
record LiveCopy(long position, int schemaStep) {
  /**
   * Asks for a copy and waits.
   *
   * @param folder that is empty; the copy is {@code db} in it
   */
  static LiveCopy request(Installation parley, Path folder, Progress progress) throws IOException {
    Path desk = parley.data().resolve(CopyDesk.FILE);
    if (!Files.isReadable(desk)) {
      throw new Refusal(
          Refusal.IN_USE,
          "The data in "
              + parley.data()
              + " is in use, but by no Parley that is up. If one is starting, try again in a"
              + " moment; if this is not its account, use the account that runs it.");
    }
    String[] where = Files.readString(desk).strip().split(" ");
    CompletableFuture<String> answer =
        CompletableFuture.supplyAsync(() -> ask(Integer.parseInt(where[0]), where[1], folder));
    long size = Sizes.of(parley.database());
    while (true) {
      try {
        return parse(answer.get(250, TimeUnit.MILLISECONDS));
      } catch (TimeoutException stillCopying) {
        progress.at("copying the database", Sizes.of(folder) >> 20, size >> 20, "MB");
      } catch (ExecutionException e) {
        throw Refusal.failed("Parley was asked for a copy and went away.", e.getCause());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw Refusal.failed("Interrupted.", e);
      }
    }
  }

  private static String ask(int port, String key, Path folder) {
    try (Socket desk = new Socket(InetAddress.getLoopbackAddress(), port)) {
      String question = key + "\n" + folder.toAbsolutePath() + "\n";
      desk.getOutputStream().write(question.getBytes(StandardCharsets.UTF_8));
      BufferedReader lines =
          new BufferedReader(new InputStreamReader(desk.getInputStream(), StandardCharsets.UTF_8));
      return lines.readLine();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static LiveCopy parse(String answer) {
    if (answer == null || !answer.startsWith("done ")) {
      String reason = answer == null ? "it went away" : answer.replaceFirst("^failed ", "");
      throw new Refusal(Refusal.FAILED, "Parley could not copy its database: " + reason);
    }
    String[] words = answer.split(" ");
    return new LiveCopy(Long.parseLong(words[1]), Integer.parseInt(words[2]));
  }
}
