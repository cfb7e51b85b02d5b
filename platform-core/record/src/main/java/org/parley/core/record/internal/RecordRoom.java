// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal;

import java.time.Clock;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.component.annotations.ReferenceCardinality;
import org.osgi.service.component.annotations.ReferencePolicy;
import org.osgi.service.component.annotations.ReferencePolicyOption;
import org.parley.api.error.ParleyException;
import org.parley.core.event.EventStream;
import org.parley.core.event.Journal;
import org.parley.core.event.Notice;
import org.parley.core.operation.Vault;
import org.parley.core.record.Conversions;
import org.parley.core.record.Descriptor;
import org.parley.core.record.FileScanSource;
import org.parley.core.record.FileStorage;
import org.parley.core.record.HookSource;
import org.parley.core.record.Indexes;
import org.parley.core.record.Layer;
import org.parley.core.record.Model;
import org.parley.core.record.ModelPlan;
import org.parley.core.record.Models;
import org.parley.core.record.RecordFiles;
import org.parley.core.record.RecordStore;
import org.parley.core.record.Storage;
import org.parley.core.record.internal.access.Access;
import org.parley.core.record.internal.company.CompanySettings;
import org.parley.core.record.internal.file.Attachments;
import org.parley.core.record.internal.file.StoredFiles;
import org.parley.core.record.internal.file.Sweeper;
import org.parley.core.record.internal.file.UploadLimits;
import org.parley.core.record.internal.model.AdministratorIndexes;
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
import org.parley.core.record.internal.write.TrashEmptier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the record room: the models at once, the records when the first model serves. Records are
 * then offered until the room closes; plugins come and go without taking them away.
 */
@Component(service = Models.class, immediate = true)
public final class RecordRoom implements Models {
  private static final Logger LOG = LoggerFactory.getLogger(RecordRoom.class);

  private final BundleContext context;
  private final ServedModels models;
  private final Indexes indexes;
  private final Seeding seeding;
  private final RecordStore records;
  private final RecordFiles files;
  private final Conversions conversions;
  private final Sweeper sweeper;
  private final TrashEmptier emptier;
  private final OptionalService<HookSource> hooks;
  private final OptionalService<FileScanSource> scans;
  private final OptionalService<EventStream> events;
  private final AtomicBoolean open = new AtomicBoolean();
  private volatile ServiceRegistration<RecordStore> registration;
  private volatile ServiceRegistration<Indexes> indexRegistration;
  private volatile ServiceRegistration<RecordFiles> fileRegistration;
  private volatile ServiceRegistration<Conversions> conversionRegistration;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY,
      service = HookSource.class)
  private volatile ServiceReference<HookSource> hookSource;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY,
      service = EventStream.class)
  private volatile ServiceReference<EventStream> eventStream;

  @Reference(
      cardinality = ReferenceCardinality.OPTIONAL,
      policy = ReferencePolicy.DYNAMIC,
      policyOption = ReferencePolicyOption.GREEDY,
      service = FileScanSource.class)
  private volatile ServiceReference<FileScanSource> scanSource;

  @Activate
  public RecordRoom(
      BundleContext context,
      @Reference Storage storage,
      @Reference FileStorage fileStorage,
      @Reference Journal journal,
      @Reference Vault vault) {
    this.context = context;
    this.scans = new OptionalService<>(context);
    this.hooks = new OptionalService<>(context);
    this.events = new OptionalService<>(context);
    Clock clock = Clock.systemUTC();
    CompanySettings company = new CompanySettings(clock);
    RecordReader reader = new RecordReader(storage, company, clock);
    Attachments attachments = new Attachments(fileStorage, this::scans);
    RecordWriter writer =
        new RecordWriter(
            storage,
            reader,
            company,
            clock,
            this::hooksOf,
            attachments,
            journal,
            new Secrets(vault));
    files = new StoredFiles(fileStorage, reader, UploadLimits.configured(), clock);
    sweeper = new Sweeper(fileStorage, clock);
    models = new ServedModels(storage, CoreLayer.read(), Access::misfits);
    indexes = new AdministratorIndexes(storage, models, this::swapped, clock);
    seeding = new Seeding(storage, writer, company, demoWanted());
    Removal removal = new Removal(storage, reader, clock);
    conversions = new Converter(storage, journal, reader, writer);
    HistoryReader histories = new HistoryReader(storage, journal, reader);
    records =
        new OpenRecordStore(
            models::current,
            reader,
            writer,
            histories,
            new AuditReader(storage, journal, reader, histories),
            new TimelineReader(storage, journal, reader, histories),
            new SummaryReader(storage, reader, company),
            removal);
    emptier = new TrashEmptier(removal, models::current, () -> trashDays(storage, company), clock);
  }

  @Deactivate
  void close() {
    sweeper.close();
    emptier.close();
    if (registration != null) {
      registration.unregister();
      indexRegistration.unregister();
      fileRegistration.unregister();
      conversionRegistration.unregister();
    }
  }

  private static int trashDays(Storage storage, CompanySettings company) {
    try (Storage.Serving serving = storage.serve()) {
      return company.company(serving).trashDays();
    }
  }

  private static boolean demoWanted() {
    return Boolean.parseBoolean(System.getenv("PARLEY_DEMO")) || Boolean.getBoolean("parley.demo");
  }

  private List<HookSource.Hook> hooksOf(String type) {
    HookSource source = hooks.get(hookSource);
    return source == null ? List.of() : source.hooks(type);
  }

  private List<FileScanSource.Scan> scans() {
    FileScanSource source = scans.get(scanSource);
    return source == null ? List.of() : source.scans();
  }

  @Override
  public Model current() {
    return models.current();
  }

  @Override
  public ModelPlan plan(List<Layer> layers) {
    return models.plan(layers);
  }

  @Override
  public void prepare(ModelPlan plan) {
    models.prepare(plan);
  }

  @Override
  public Model activate(ModelPlan plan) {
    return models.activate(plan, this::swapped);
  }

  private void swapped(Model model) {
    if (open.compareAndSet(false, true)) {
      seedCompany();
      indexRegistration = context.registerService(Indexes.class, indexes, null);
      fileRegistration = context.registerService(RecordFiles.class, files, null);
      conversionRegistration = context.registerService(Conversions.class, conversions, null);
      registration = context.registerService(RecordStore.class, records, null);
    }
    EventStream stream = events.get(eventStream);
    if (stream != null) {
      stream.publish(new Notice("model", Map.of("model", model.version())));
    }
  }

  /** Without it the defaults hold until the next start, which is no reason not to serve. */
  private void seedCompany() {
    try {
      seeding.seed("parley", List.of(firstCompany(), CoreLayer.roles()));
    } catch (ParleyException e) {
      LOG.error("The company and the roles could not be made", e);
    }
  }

  /** Zone, calendar and currency exist from the first start; an administrator changes them. */
  private static Descriptor firstCompany() {
    Map<String, Object> fields =
        Map.of(
            "name",
            "My company",
            "time_zone",
            ZoneId.systemDefault().getId(),
            "set_up",
            demoWanted(),
            "demo",
            demoWanted());
    Map<String, Object> record = Map.of("uid", "company", "type", "company", "fields", fields);
    return new Descriptor("company", Map.of("format", 1, "records", List.of(record)));
  }

  @Override
  public void seed(String plugin, List<Descriptor> seeds) {
    seeding.seed(plugin, seeds);
  }

  @Override
  public void restoreDemo(String plugin, List<Descriptor> seeds) {
    seeding.restoreDemo(plugin, seeds);
  }

  @Override
  public DemoRemoved removeDemo(String plugin, List<Descriptor> seeds) {
    return seeding.removeDemo(plugin, seeds);
  }
}
