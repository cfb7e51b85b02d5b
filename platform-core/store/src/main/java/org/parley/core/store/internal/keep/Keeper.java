// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.keep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.parley.api.error.ParleyException;

/**
 * The program behind {@code bin/parley backup}, {@code restore}, {@code check}, {@code export},
 * {@code import} and {@code move}: a process of its own, whether Parley runs or not, outside OSGi.
 */
public final class Keeper {
  private final Installation parley;
  private final Progress progress;

  private Keeper(Installation parley, Progress progress) {
    this.parley = parley;
    this.progress = progress;
  }

  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  private static int run(String[] arguments) {
    Path data = Path.of(System.getProperty("parley.data")).toAbsolutePath();
    Path home = Path.of(System.getProperty("parley.home", ".")).toAbsolutePath();
    try {
      // Derby's own log, and nothing else of this process, lies with the others.
      Path log = Files.createDirectories(data.resolve("log")).resolve("derby-keep.log");
      System.setProperty("derby.stream.error.file", log.toString());
      System.setProperty("derby.storage.pageCacheSize", "1000");
      Installation parley =
          new Installation(
              home,
              data,
              System.getProperty("parley.version", "development"),
              set("PARLEY_DB_URL"),
              set("PARLEY_DB_USER"),
              set("PARLEY_DB_PASSWORD"));
      new Keeper(parley, new Progress(System.out))
          .run(
              arguments[0], new ArrayList<>(Arrays.asList(arguments).subList(1, arguments.length)));
      return 0;
    } catch (Refusal e) {
      System.err.println("parley: " + e.getMessage());
      return e.code();
    } catch (ParleyException | IOException | SQLException e) {
      System.err.println("parley: " + e.getClass().getSimpleName() + ": " + e.getMessage());
      return Refusal.FAILED;
    }
  }

  private static String set(String variable) {
    String value = System.getenv(variable);
    return value == null || value.isBlank() ? null : value;
  }

  private void run(String verb, List<String> arguments) throws IOException, SQLException {
    switch (verb) {
      case "backup" -> {
        String keep = option(arguments, "--keep");
        Path folder =
            arguments.isEmpty()
                ? parley.data().resolve("backups")
                : Path.of(arguments.remove(0)).toAbsolutePath();
        nothingElse(arguments);
        new Backup(parley, progress).make(folder, keep == null ? 0 : count(keep));
      }
      case "restore" -> {
        Path backup = path(arguments, "which backup");
        nothingElse(arguments);
        new Restore(parley, progress).from(backup);
      }
      case "check" -> {
        Path folder = path(arguments, "which backup or export");
        nothingElse(arguments);
        Checksums.verify(folder, bytes -> {});
        progress.say(folder + " is whole.");
      }
      case "export" -> {
        boolean secrets = arguments.remove("--with-secrets");
        Path target = path(arguments, "where to");
        nothingElse(arguments);
        new Export(parley, progress).to(target, secrets);
      }
      case "import" -> {
        Path export = path(arguments, "which export");
        nothingElse(arguments);
        new Import(parley, progress).from(export);
      }
      case "move" -> {
        boolean anew = arguments.remove("--anew");
        String url = option(arguments, "--to");
        nothingElse(arguments);
        if (url == null) {
          throw usage("say --to jdbc:postgresql://host/database");
        }
        new Move(parley, progress).to(url, anew);
      }
      default -> throw usage("there is no \"" + verb + "\"");
    }
  }

  private static String option(List<String> arguments, String name) {
    int at = arguments.indexOf(name);
    if (at < 0) {
      return null;
    }
    arguments.remove(at);
    if (at == arguments.size()) {
      throw usage(name + " wants a value");
    }
    return arguments.remove(at);
  }

  private static int count(String text) {
    if (!text.matches("[1-9][0-9]{0,5}")) {
      throw usage("--keep wants a number from 1 on, not \"" + text + "\"");
    }
    return Integer.parseInt(text);
  }

  private static Path path(List<String> arguments, String missing) {
    if (arguments.isEmpty()) {
      throw usage("say " + missing);
    }
    return Path.of(arguments.remove(0)).toAbsolutePath().normalize();
  }

  private static void nothingElse(List<String> arguments) {
    if (!arguments.isEmpty()) {
      throw usage("\"" + arguments.get(0) + "\" is not understood here");
    }
  }

  private static Refusal usage(String message) {
    return new Refusal(Refusal.USAGE, message + "; see: parley help");
  }
}
