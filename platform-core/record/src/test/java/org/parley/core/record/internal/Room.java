// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.parley.api.error.FieldError;
import org.parley.api.error.ParleyException;
import org.parley.api.security.Principal;
import org.parley.core.record.Conversions;
import org.parley.core.record.Descriptor;
import org.parley.core.record.FileScanSource;
import org.parley.core.record.HookSource;
import org.parley.core.record.Layer;
import org.parley.core.record.Model;
import org.parley.core.record.ModelPlan;
import org.parley.core.record.RecordFiles;
import org.parley.core.record.RecordStore;
import org.parley.core.record.RecordStore.ListQuery;
import org.parley.core.record.RecordStore.Page;
import org.parley.core.record.Result;
import org.parley.core.record.internal.access.Access;
import org.parley.core.record.internal.company.CompanySettings;
import org.parley.core.record.internal.file.Attachments;
import org.parley.core.record.internal.file.StoredFiles;
import org.parley.core.record.internal.file.UploadLimits;
import org.parley.core.record.internal.model.CoreLayer;
import org.parley.core.record.internal.model.ServedModels;
import org.parley.core.record.internal.seed.Seeding;
import org.parley.core.record.internal.timeline.TimelineReader;
import org.parley.core.record.internal.view.AuditReader;
import org.parley.core.record.internal.view.HistoryReader;
import org.parley.core.record.internal.view.RecordReader;
import org.parley.core.record.internal.view.SummaryReader;
import org.parley.core.record.internal.write.Converter;
import org.parley.core.record.internal.write.RecordWriter;
import org.parley.core.record.internal.write.Removal;
import org.parley.core.record.internal.write.Secrets;

/** A record room over a database in memory, with a company, a person and the types of a test. */
final class Room {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(com.fasterxml.jackson.core.JsonParser.Feature.ALLOW_SINGLE_QUOTES)
          .enable(com.fasterxml.jackson.core.JsonParser.Feature.ALLOW_UNQUOTED_FIELD_NAMES);

  /** Types that most tests can do with. */
  static final String ACCOUNT =
      """
      {format: 1, type: 'account', label: 'Account', plural: 'Accounts', title: '{name}', party: true,
       fields: [
        {name: 'name', kind: 'text', max: 100, required: true, index: true},
        {name: 'code', kind: 'text', max: 20, unique: true},
        {name: 'sector', kind: 'choice', default: 'other', choices: [{name: 'medical', label: 'Medical'}, {name: 'other'}]},
        {name: 'employees', kind: 'integer'},
        {name: 'parent', kind: 'reference', to: 'account', inverse: 'branches'},
        {name: 'revenue', kind: 'money'}]}
      """;

  static final String CONTACT =
      """
      {format: 1, type: 'contact', label: 'Contact', plural: 'Contacts', title: '{first_name} {last_name}', party: true,
       fields: [
        {name: 'first_name', kind: 'text', max: 50},
        {name: 'last_name', kind: 'text', max: 50, required: true},
        {name: 'email', kind: 'email'},
        {name: 'account', kind: 'reference', to: 'account', inverse: 'contacts', onDelete: 'cascade'},
        {name: 'subject', kind: 'reference', to: '*'},
        {name: 'either', kind: 'reference', to: ['account', 'contact']},
        {name: 'birthday', kind: 'date'},
        {name: 'seen_at', kind: 'datetime'},
        {name: 'notes', kind: 'longtext'},
        {name: 'score', kind: 'decimal', precision: 10, scale: 2},
        {name: 'vip', kind: 'boolean'}]}
      """;

  /** Moves as tests want it. */
  static final class SteppingClock extends Clock {
    private Instant now = Instant.parse("2026-11-22T10:00:00.123456789Z");

    void pass(Duration duration) {
      now = now.plus(duration);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }

    @Override
    public Instant instant() {
      return now;
    }
  }

  final FakeStorage storage = new FakeStorage();
  final SteppingClock clock = new SteppingClock();
  final List<HookSource.Hook> hooks = new ArrayList<>();
  final FakeFiles contents = new FakeFiles();
  final List<FileScanSource.Scan> scans = new ArrayList<>();
  final RecordFiles files;
  final ServedModels models;
  final Removal removal;
  final RecordStore records;
  final Conversions conversions;
  final Seeding seeding;
  final Principal ada;

  Room(String... types) {
    CompanySettings company = new CompanySettings(clock);
    RecordReader reader = new RecordReader(storage, company, clock);
    RecordWriter writer =
        new RecordWriter(
            storage,
            reader,
            company,
            clock,
            type -> List.copyOf(hooks),
            new Attachments(contents, () -> List.copyOf(scans)),
            storage,
            new Secrets(new FakeVault()));
    removal = new Removal(storage, reader, clock);
    files = new StoredFiles(contents, reader, new UploadLimits(1_000), clock);
    models = new ServedModels(storage, CoreLayer.read(), Access::misfits);
    conversions = new Converter(storage, storage, reader, writer);
    HistoryReader histories = new HistoryReader(storage, storage, reader);
    records =
        new OpenRecordStore(
            models::current,
            reader,
            writer,
            histories,
            new AuditReader(storage, storage, reader, histories),
            new TimelineReader(storage, storage, reader, histories),
            new SummaryReader(storage, reader, company),
            removal);
    seeding = new Seeding(storage, writer, company, true);
    serve(layer("test", types));
    records.create(
        Principal.SYSTEM, "company", json("{name: 'Test', time_zone: 'Europe/Berlin'}"), "test");
    long user =
        records
            .create(Principal.SYSTEM, "user", json("{username: 'ada', name: 'Ada'}"), "test")
            .record()
            .id();
    ada = new Principal(Principal.Kind.USER, user, "ada", Set.of("records"));
  }

  static Layer layer(String plugin, String... types) {
    List<Descriptor> descriptors = new ArrayList<>();
    for (int i = 0; i < types.length; i++) {
      descriptors.add(new Descriptor("types/" + i + ".json", json(types[i])));
    }
    return new Layer(plugin, "1.0.0", null, false, descriptors, List.of());
  }

  Model serve(Layer... layers) {
    ModelPlan plan = models.plan(List.of(layers));
    if (!plan.problems().isEmpty()) {
      throw new IllegalStateException(plan.problems().toString());
    }
    return models.activate(plan, model -> {});
  }

  static Map<String, Object> json(String text) {
    try {
      return JSON.readValue(text, new TypeReference<>() {});
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(e);
    }
  }

  long create(String type, String fields) {
    return records.create(ada, type, json(fields), "test").record().id();
  }

  Result update(String type, long id, String fields) {
    return records.update(ada, type, id, 0, json(fields), "test");
  }

  Result get(String type, long id) {
    return records.get(ada, type, id, null, null);
  }

  Page list(String type, String filter, String sort) {
    return records.list(
        ada, type, new ListQuery(filter, sort, null, null, null, null, false, false));
  }

  /** Titles of what a filter finds. */
  List<String> titles(String type, String filter) {
    return list(type, filter, null).items().stream().map(Result::title).toList();
  }

  /** Field and code of each error. */
  static List<String> errors(Throwable failure) {
    return ((ParleyException) failure)
        .fields().stream()
            .map((FieldError error) -> error.field() + " " + error.code())
            .collect(Collectors.toList());
  }
}
