// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Copies of data on which Parley was started once and stopped, with demo data or without: all
 * tables are made, all plugins are installed. With them goes the archive of classes that Parley
 * writes when its second start ends, and that later starts use. Karaf's own copies of the bundles
 * do not: they name the place they were made in.
 *
 * <p>They are made when they are first needed, once for a run of the tests, however many JVMs it
 * has; on PostgreSQL, of which each JVM starts its own, once for each.
 */
final class Settled {
  private static final Path PLACE =
      ParleyProcess.target()
          .resolve("settled")
          .resolve(System.getProperty("parley.run", "" + ProcessHandle.current().pid()));

  /** What belongs to the process that was, not to the data. */
  private static final Set<String> LEFT =
      Set.of("karaf", "log", "tmp", "lock", "parley.pid", "parley.run");

  private static final Set<String> CLASSES = Set.of("classes.jsa", "installation", "started");

  private Settled() {}

  /** Puts a copy into a data directory that is empty. */
  static synchronized void settle(ParleyProcess.Setup setup) {
    try {
      if (!isEmpty(setup.data())) {
        return;
      }
      Path classes = Files.createDirectories(PLACE).resolve("classes");
      String owner = Databases.perProcess() ? "-" + ProcessHandle.current().pid() : "";
      Path made = PLACE.resolve((setup.demo() ? "demo" : "plain") + owner);
      try (FileChannel channel =
              FileChannel.open(
                  PLACE.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
          var locked = channel.lock()) {
        if (!Files.exists(made)) {
          make(setup.demo(), classes, made);
        }
      }
      copy(made, setup.data());
      link(classes, setup.data().resolve("karaf"));
      Databases.copy(made, setup.data());
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  private static boolean isEmpty(Path folder) throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.findAny().isEmpty();
    }
  }

  private static void make(boolean demo, Path classes, Path made) throws IOException {
    ParleyProcess.Setup empty = ParleyProcess.Setup.empty(demo ? "settled-demo" : "settled");
    ParleyProcess.Setup setup = demo ? empty.withDemo() : empty;
    startAndStop(setup);
    if (!Files.exists(classes)) {
      startAndStop(setup);
      Path karaf = setup.data().resolve("karaf");
      Files.move(karaf.resolve("classes.jsa.new"), karaf.resolve("classes.jsa"));
      link(karaf, classes);
    }
    copy(setup.data(), PLACE.resolve("new"));
    Databases.copy(setup.data(), made);
    Files.move(PLACE.resolve("new"), made);
  }

  private static void startAndStop(ParleyProcess.Setup setup) {
    try (ParleyProcess parley = setup.start()) {
      parley.stop();
    }
  }

  private static void link(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    for (String name : CLASSES) {
      Files.createLink(to.resolve(name), from.resolve(name));
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.walkFileTree(
        from,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes)
              throws IOException {
            if (left(folder)) {
              return FileVisitResult.SKIP_SUBTREE;
            }
            Files.createDirectories(to.resolve(from.relativize(folder).toString()));
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            if (!left(file)) {
              Path place = to.resolve(from.relativize(file).toString());
              Files.copy(file, place, StandardCopyOption.COPY_ATTRIBUTES);
            }
            return FileVisitResult.CONTINUE;
          }

          private boolean left(Path path) {
            return path.getParent().equals(from) && LEFT.contains(path.getFileName().toString());
          }
        });
  }
}
