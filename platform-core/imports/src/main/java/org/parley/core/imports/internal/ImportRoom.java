// SPDX-License-Identifier: Apache-2.0
package org.parley.core.imports.internal;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.ParleyException;
import org.parley.api.security.Principal;
import org.parley.core.event.Journal;
import org.parley.core.imports.Imports;
import org.parley.core.record.Model;
import org.parley.core.record.RecordFiles;
import org.parley.core.record.RecordStore;
import org.parley.core.record.RecordType;
import org.parley.core.security.Sessions;

/** What people and programs do with imports; the work itself is the {@link Worker}'s. */
@Component(service = Imports.class, immediate = true)
public final class ImportRoom implements Imports {
  private final RecordStore records;
  private final RecordFiles files;
  private final Journal journal;
  private final ImportRecords imports;
  private final Worker worker;

  @Activate
  public ImportRoom(
      @Reference RecordStore records,
      @Reference RecordFiles files,
      @Reference Journal journal,
      @Reference Sessions sessions) {
    this.records = records;
    this.files = files;
    this.journal = journal;
    this.imports = new ImportRecords(records, files);
    this.worker = new Worker(records, journal, sessions, imports);
    worker.goOn();
  }

  @Deactivate
  void close() {
    worker.close();
  }

  @Override
  public long begin(Principal principal, RecordFiles.Source source) throws IOException {
    if (candidates(principal).isEmpty()) {
      throw new ParleyException(
          ErrorKind.FORBIDDEN, "forbidden", "Your roles do not let you import anything.");
    }
    RecordFiles.Uploaded file = files.upload(principal, source);
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", file.name());
    fields.put("file", Map.of("file", file.token()));
    fields.put("owner", principal.userId());
    return imports.create(principal, fields).id();
  }

  @Override
  public Map<String, Object> guess(
      Principal principal, long id, String encoding, String delimiter, String type) {
    Job job = own(principal, id);
    Guess guess = guess(job, charset(encoding), delimiter(delimiter));
    Model model = records.model(principal);
    Proposal proposal = new Proposal(model);
    RecordType target =
        type == null
            ? proposal.type(guess, job.fileName(), candidates(principal))
            : model.type(type);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("encoding", guess.encoding().name());
    answer.put("delimiter", String.valueOf(guess.delimiter()));
    answer.put(
        "columns",
        guess.columns().stream()
            .map(column -> Map.of("header", column.header(), "samples", column.samples()))
            .toList());
    answer.put("mapping", proposal.of(guess, target));
    return answer;
  }

  /** Types that a file's rows may be: those that plugins bring, and people. */
  private List<RecordType> candidates(Principal principal) {
    return records.model(principal).types().values().stream()
        .filter(type -> !List.of("import", "company", "mail_server", "team").contains(type.name()))
        .filter(type -> records.may(principal, type.name()).imports())
        .toList();
  }

  private Guess guess(Job job, Charset encoding, char delimiter) {
    Supplier<InputStream> content = () -> imports.open(job);
    try {
      return Guess.of(content, encoding, delimiter);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public synchronized void map(Principal principal, long id, Map<String, Object> json) {
    Job job = own(principal, id);
    if (Worker.BUSY.contains(job.state()) || job.from() > 0) {
      throw conflict(
          job.from() > 0
              ? "It has run by another mapping: undo it first, or upload the file again."
              : "It is busy: cancel it first.");
    }
    Mapping mapping = Mapping.of(records.model(principal), imports.companyCurrency(), json);
    Guess guess = guess(job, mapping.encoding(), mapping.delimiter());
    Map<String, Object> whole = new LinkedHashMap<>(json);
    whole.put("encoding", guess.encoding().name());
    whole.put("delimiter", String.valueOf(guess.delimiter()));
    try (CsvFile file = new CsvFile(imports.open(job), guess.encoding(), guess.delimiter())) {
      new RowReader(records, principal, mapping, file, job.file().hash());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, Object> fields = Job.nothingYet();
    fields.put("mapping", whole);
    fields.put("target", mapping.type().name());
    fields.put("rows_total", null);
    enter(id, "checking", fields, false);
  }

  @Override
  public synchronized void run(Principal principal, long id) {
    Job job = own(principal, id);
    if (job.mapping() == null
        || !List.of("checked", "cancelled", "failed", "undone").contains(job.state())) {
      throw conflict("It can be run once its rows were checked; now it is " + job.state() + ".");
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    if (job.from() == 0) {
      fields.putAll(Job.nothingYet());
      fields.put("position_from", Math.max(1, journal.horizon()));
    }
    fields.put("message", null);
    enter(id, "running", fields, job.from() > 0);
  }

  @Override
  public void cancel(Principal principal, long id) {
    Job job = own(principal, id);
    if (!List.of("checking", "running").contains(job.state())) {
      throw conflict("There is nothing to cancel; it is " + job.state() + ".");
    }
    worker.cancel(id);
  }

  @Override
  public synchronized void undo(Principal principal, long id) {
    Job job = own(principal, id);
    if (Worker.BUSY.contains(job.state()) || job.from() == 0) {
      throw conflict("There is nothing to undo; it is " + job.state() + ".");
    }
    enter(id, "undoing", Map.of(), false);
  }

  private void enter(long id, String state, Map<String, Object> fields, boolean resumed) {
    Map<String, Object> all = new LinkedHashMap<>(fields);
    all.put("state", state);
    imports.write(id, all);
    worker.add(id, resumed);
  }

  /** An import that the principal has begun: what it does, it does as its owner. */
  private Job own(Principal principal, long id) {
    records.get(principal, ImportRecords.TYPE, id, Set.of("state"), null);
    Job job = imports.read(id);
    if (principal.kind() != Principal.Kind.SYSTEM && job.owner() != principal.userId()) {
      throw new ParleyException(
          ErrorKind.FORBIDDEN, "forbidden", "Only who has begun an import may go on with it.");
    }
    return job;
  }

  private static Charset charset(String name) {
    try {
      return name == null ? null : Charset.forName(name);
    } catch (IllegalArgumentException e) {
      throw ParleyException.badRequest("bad_request", "There is no encoding " + name + ".");
    }
  }

  private static char delimiter(String text) {
    if (text != null && text.length() != 1) {
      throw ParleyException.badRequest("bad_request", "A delimiter is one character.");
    }
    return text == null ? 0 : text.charAt(0);
  }

  private static ParleyException conflict(String message) {
    return new ParleyException(ErrorKind.CONFLICT, "conflict", message);
  }
}
