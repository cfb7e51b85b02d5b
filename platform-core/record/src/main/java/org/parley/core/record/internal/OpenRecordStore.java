// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.parley.api.security.Principal;
import org.parley.core.record.Explanation;
import org.parley.core.record.May;
import org.parley.core.record.Model;
import org.parley.core.record.RecordStore;
import org.parley.core.record.Result;
import org.parley.core.record.Scope;
import org.parley.core.record.internal.timeline.TimelineReader;
import org.parley.core.record.internal.view.AuditReader;
import org.parley.core.record.internal.view.HistoryReader;
import org.parley.core.record.internal.view.RecordReader;
import org.parley.core.record.internal.view.SummaryReader;
import org.parley.core.record.internal.write.HandOver;
import org.parley.core.record.internal.write.RecordWriter;
import org.parley.core.record.internal.write.Removal;

/** The one door to records; each call goes to the part that can do it. */
final class OpenRecordStore implements RecordStore {
  private final Supplier<Model> model;
  private final RecordReader reader;
  private final RecordWriter writer;
  private final HistoryReader histories;
  private final AuditReader audits;
  private final TimelineReader timelines;
  private final SummaryReader summaries;
  private final HandOver handing;
  private final Removal removal;

  OpenRecordStore(
      Supplier<Model> model,
      RecordReader reader,
      RecordWriter writer,
      HistoryReader histories,
      AuditReader audits,
      TimelineReader timelines,
      SummaryReader summaries,
      Removal removal) {
    this.model = model;
    this.reader = reader;
    this.writer = writer;
    this.histories = histories;
    this.audits = audits;
    this.timelines = timelines;
    this.summaries = summaries;
    this.removal = removal;
    this.handing = new HandOver(reader, writer);
  }

  @Override
  public Model model() {
    return model.get();
  }

  @Override
  public Model model(Principal principal) {
    return reader.model(principal);
  }

  @Override
  public May may(Principal principal, String type) {
    return reader.may(principal, type);
  }

  @Override
  public Scope scope(Principal principal, String type) {
    return reader.scope(principal, type);
  }

  @Override
  public List<Result> find(Principal principal, String type, List<Long> ids, Set<String> fields) {
    return reader.find(principal, type, ids, fields);
  }

  @Override
  public boolean sees(Principal principal, String type, long id) {
    return reader.sees(principal, type, id);
  }

  @Override
  public Explanation explain(Principal principal, long userId, String type, long id) {
    return reader.explain(principal, userId, type, id);
  }

  @Override
  public HandedOver handOver(Principal principal, long from, long to, String through) {
    return handing.some(principal, from, to, through);
  }

  @Override
  public Set<String> rights(long userId) {
    return reader.rights(userId);
  }

  @Override
  public boolean demandsSecondFactor(long userId) {
    return reader.demandsSecondFactor(userId);
  }

  @Override
  public Page export(Principal principal, String type, ListQuery query) {
    return reader.export(principal, type, query);
  }

  @Override
  public Summary summary(Principal principal, String type, SummaryQuery query) {
    return summaries.read(principal, type, query);
  }

  @Override
  public Page list(Principal principal, String type, ListQuery query) {
    return reader.list(principal, type, query);
  }

  @Override
  public Result get(
      Principal principal, String type, long id, Set<String> fields, Set<String> include) {
    return reader.get(principal, type, id, fields, include);
  }

  @Override
  public Result create(
      Principal principal, String type, Map<String, Object> fields, String through) {
    return writer.create(principal, type, fields, through);
  }

  @Override
  public Result update(
      Principal principal,
      String type,
      long id,
      long version,
      Map<String, Object> fields,
      String through) {
    return writer.update(principal, type, id, version, fields, through);
  }

  @Override
  public void delete(Principal principal, String type, long id, long version, String through) {
    writer.delete(principal, type, id, version, through);
  }

  @Override
  public Result restore(Principal principal, String type, long id, String through) {
    return writer.restore(principal, type, id, through);
  }

  @Override
  public List<BulkAnswer> bulk(
      Principal principal, String type, List<BulkRow> rows, boolean atomic, String through) {
    return writer.bulk(principal, type, rows, atomic, through);
  }

  @Override
  public List<LoadAnswer> load(
      Principal principal,
      String type,
      String source,
      List<LoadRow> rows,
      boolean dry,
      String through) {
    return writer.load(principal, type, source, rows, dry, through);
  }

  @Override
  public void erase(Principal principal, String type, long id, String through) {
    removal.erase(principal, type, id, through);
  }

  @Override
  public void purge(Principal principal, String type, long id, String through) {
    removal.purge(principal, type, id, through);
  }

  @Override
  public History history(Principal principal, String type, long id, int limit, String after) {
    return histories.read(principal, type, id, limit, after);
  }

  @Override
  public TimelinePage timeline(
      Principal principal, String type, long id, Set<TimelineKind> kinds, int limit, String after) {
    return timelines.read(principal, type, id, kinds, limit, after);
  }

  @Override
  public Audit audit(Principal principal, AuditQuery query) {
    return audits.read(principal, query);
  }
}
