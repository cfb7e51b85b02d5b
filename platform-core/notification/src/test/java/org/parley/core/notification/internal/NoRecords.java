// SPDX-License-Identifier: Apache-2.0
package org.parley.core.notification.internal;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.parley.api.security.Principal;
import org.parley.core.record.Explanation;
import org.parley.core.record.May;
import org.parley.core.record.Model;
import org.parley.core.record.RecordStore;
import org.parley.core.record.Result;
import org.parley.core.record.Scope;

/** A record store that can do nothing: tests say what it can. */
class NoRecords implements RecordStore {
  private static UnsupportedOperationException no() {
    return new UnsupportedOperationException();
  }

  @Override
  public Model model() {
    throw no();
  }

  @Override
  public Model model(Principal principal) {
    return model();
  }

  @Override
  public May may(Principal principal, String type) {
    return new May(true, true, true, true, true, Set.of());
  }

  @Override
  public Scope scope(Principal principal, String type) {
    return new Scope(true, Set.of(), Set.of(), Set.of(), null, 0);
  }

  @Override
  public List<Result> find(Principal principal, String type, List<Long> ids, Set<String> fields) {
    throw new UnsupportedOperationException();
  }

  @Override
  public boolean sees(Principal principal, String type, long id) {
    return true;
  }

  @Override
  public boolean demandsSecondFactor(long userId) {
    throw new UnsupportedOperationException();
  }

  @Override
  public Page export(Principal principal, String type, ListQuery query) {
    return list(principal, type, query);
  }

  @Override
  public Explanation explain(Principal principal, long userId, String type, long id) {
    return new Explanation(List.of());
  }

  @Override
  public HandedOver handOver(Principal principal, long from, long to, String through) {
    return new HandedOver(0, 0);
  }

  @Override
  public Set<String> rights(long userId) {
    return Set.of();
  }

  @Override
  public Summary summary(Principal principal, String type, SummaryQuery query) {
    throw no();
  }

  @Override
  public Page list(Principal principal, String type, ListQuery query) {
    throw no();
  }

  @Override
  public Result get(
      Principal principal, String type, long id, Set<String> fields, Set<String> include) {
    throw no();
  }

  @Override
  public Result create(
      Principal principal, String type, Map<String, Object> fields, String through) {
    throw no();
  }

  @Override
  public Result update(
      Principal principal,
      String type,
      long id,
      long version,
      Map<String, Object> fields,
      String through) {
    throw no();
  }

  @Override
  public void delete(Principal principal, String type, long id, long version, String through) {
    throw no();
  }

  @Override
  public Result restore(Principal principal, String type, long id, String through) {
    throw no();
  }

  @Override
  public List<BulkAnswer> bulk(
      Principal principal, String type, List<BulkRow> rows, boolean atomic, String through) {
    throw no();
  }

  @Override
  public List<LoadAnswer> load(
      Principal principal,
      String type,
      String source,
      List<LoadRow> rows,
      boolean dry,
      String through) {
    throw no();
  }

  @Override
  public History history(Principal principal, String type, long id, int limit, String after) {
    throw no();
  }

  @Override
  public void erase(Principal principal, String type, long id, String through) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void purge(Principal principal, String type, long id, String through) {
    throw new UnsupportedOperationException();
  }

  @Override
  public TimelinePage timeline(
      Principal principal, String type, long id, Set<TimelineKind> kinds, int limit, String after) {
    throw no();
  }

  @Override
  public Audit audit(Principal principal, AuditQuery query) {
    throw no();
  }
}
