// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal.keep;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.parley.core.store.internal.database.Database;
import org.parley.core.store.internal.database.DerbyDialect;
import org.parley.core.store.internal.database.Durable;
import org.parley.core.store.internal.database.Incoming;

/** A folder of the data directory, whose lock the caller holds. */
final class DerbyPlace implements Place {
  private final Installation parley;
  private final Incoming incoming;
  private Path folder;

  DerbyPlace(Installation parley) {
    this.parley = parley;
    this.incoming = new Incoming(parley.data());
  }

  @Override
  public void requireUnused() {
    // Who has the lock is alone.
  }

  @Override
  public boolean isFilled() throws IOException {
    incoming.finish();
    return Files.exists(parley.database());
  }

  @Override
  public Database begin() throws IOException {
    folder = incoming.begin();
    return new Database(folder, new DerbyDialect());
  }

  @Override
  public String commit() throws IOException {
    Durable.remove(folder.resolve("log"));
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Durable.file(file);
      }
    }
    boolean there = Files.exists(parley.database());
    Path aside = incoming.commit();
    if (!there) {
      Durable.remove(aside);
      return null;
    }
    return aside.toString();
  }
}
