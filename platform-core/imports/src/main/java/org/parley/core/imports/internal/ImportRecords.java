// SPDX-License-Identifier: Apache-2.0
package org.parley.core.imports.internal;

import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.parley.api.record.Record;
import org.parley.api.security.Principal;
import org.parley.core.record.RecordFiles;
import org.parley.core.record.RecordStore;

/** The records of imports, which the system alone writes, and the files they hold. */
final class ImportRecords {
  static final String TYPE = "import";
  private static final String THROUGH = "imports";
  private static final int MOST_UNDER_WAY = 200;

  private final RecordStore records;
  private final RecordFiles files;

  ImportRecords(RecordStore records, RecordFiles files) {
    this.records = records;
    this.files = files;
  }

  /** Creates one for a principal, in whose name the system writes it. */
  Job create(Principal principal, Map<String, Object> fields) {
    Principal system =
        new Principal(
            Principal.Kind.SYSTEM,
            principal.userId(),
            principal.name(),
            Set.of(),
            false,
            principal.origin());
    return new Job(records.create(system, TYPE, fields, THROUGH).record());
  }

  Job read(long id) {
    return new Job(records.get(Principal.SYSTEM, TYPE, id, null, null).record());
  }

  void write(long id, Map<String, Object> fields) {
    records.update(Principal.SYSTEM, TYPE, id, 0, fields, THROUGH);
  }

  /** Opens an import's file from its beginning. */
  InputStream open(Job job) {
    return files.open(Principal.SYSTEM, TYPE, job.id(), "file").open(0, job.file().size());
  }

  /** Imports in some states, oldest first. */
  List<Long> in(List<String> states) {
    RecordStore.ListQuery query =
        new RecordStore.ListQuery(
            "state=in=(" + String.join(",", states) + ")",
            "id",
            Set.of("state"),
            null,
            MOST_UNDER_WAY,
            null,
            false,
            false);
    return records.list(Principal.SYSTEM, TYPE, query).items().stream()
        .map(result -> result.record().id())
        .toList();
  }

  /** The currency of amounts that name none. */
  String companyCurrency() {
    RecordStore.ListQuery first =
        new RecordStore.ListQuery(null, null, null, null, 1, null, false, false);
    return records.list(Principal.SYSTEM, "company", first).items().stream()
        .map(result -> result.record())
        .map((Record company) -> String.valueOf(company.get("currency")))
        .findFirst()
        .orElse("EUR");
  }
}
