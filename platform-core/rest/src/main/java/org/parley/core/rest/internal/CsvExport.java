// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.parley.api.record.Record;
import org.parley.api.security.Principal;
import org.parley.core.record.Field;
import org.parley.core.record.RecordStore;
import org.parley.core.record.RecordType;
import org.parley.core.record.Result;

/**
 * The records of a list as rows for a spreadsheet: labels for a header, titles where records are
 * referred to, amounts beside their currencies. What a spreadsheet would take for a formula is
 * written as the text it is. Read page by page while it is sent, so that any number fits.
 */
final class CsvExport {
  /** Spreadsheets take a file for UTF-8 by this alone. */
  private static final char BYTE_ORDER_MARK = '\uFEFF';

  /** What begins a formula; a number with a sign does not. */
  private static final Pattern FORMULA = Pattern.compile("[=+\\-@\\t\\r].*", Pattern.DOTALL);

  private static final Pattern NUMBER = Pattern.compile("[+-]?[0-9]+([.,][0-9]+)?");

  private final RecordStore records;
  private final Principal principal;
  private final RecordType type;
  private final RecordStore.ListQuery query;
  private final Texts texts;
  private final List<String> columns;
  private RecordStore.Page page;

  /**
   * Reads the first page, so that what is asked wrongly is refused before anything is sent.
   *
   * @param query its fields are the columns, {@code title} and {@code id} among them; null for all
   */
  CsvExport(
      RecordStore records,
      Principal principal,
      String type,
      RecordStore.ListQuery query,
      Texts texts) {
    this.records = records;
    this.principal = principal;
    this.query = query;
    this.texts = texts;
    this.page = records.export(principal, type, query);
    this.type = records.model(principal).type(type);
    this.columns = List.copyOf(query.fields() == null ? all() : query.fields());
  }

  private Set<String> all() {
    Set<String> names = new LinkedHashSet<>(List.of("id", "title"));
    type.fields().values().stream()
        .filter(field -> !field.hidden() && !field.name().equals("deleted_at"))
        .filter(field -> field.junction() == null)
        .forEach(field -> names.add(field.name()));
    return names;
  }

  /** Writes it all, and writes down that it was taken out: also what broke off. */
  void write(OutputStream out) throws IOException {
    long[] written = {0};
    boolean whole = false;
    try {
      write(out, written);
      whole = true;
    } finally {
      Map<String, Object> told = new LinkedHashMap<>();
      told.put("target", type.name());
      told.put("records", written[0]);
      told.put("filter", query.filter());
      told.put("columns", columns);
      told.put("whole", whole);
      records.note(principal, "export_event", told, "rest");
    }
  }

  private void write(OutputStream out, long[] written) throws IOException {
    Writer text = new OutputStreamWriter(out, StandardCharsets.UTF_8);
    text.write(BYTE_ORDER_MARK);
    CsvWriter csv = CsvWriter.builder().build(text);
    csv.writeRecord(header());
    while (true) {
      for (Result result : page.items()) {
        csv.writeRecord(row(result));
        written[0]++;
      }
      csv.flush();
      if (page.next() == null) {
        break;
      }
      page = records.export(principal, type.name(), after(page.next()));
    }
    text.flush();
  }

  private RecordStore.ListQuery after(String cursor) {
    return new RecordStore.ListQuery(
        query.filter(),
        query.sort(),
        query.fields(),
        null,
        query.limit(),
        cursor,
        false,
        query.trash());
  }

  private List<String> header() {
    List<String> cells = new ArrayList<>();
    for (String column : columns) {
      Field field = type.fields().get(column);
      if (field == null) {
        cells.add(safe(bare(column)));
        continue;
      }
      String label = texts.field(type.name(), field.name(), field.system(), "label", field.label());
      cells.add(safe(label));
      if (field.kind().name().equals("money")) {
        cells.add(safe(label + " " + texts.of("export.currency", "(currency)")));
      }
    }
    return cells;
  }

  /** What heads a column that is no field. */
  private String bare(String column) {
    return switch (column) {
      case "title" -> texts.type(type.name(), "label", type.label());
      case "version" -> "Version";
      default -> "Id";
    };
  }

  private List<String> row(Result result) {
    List<String> cells = new ArrayList<>();
    Record record = result.record();
    for (String column : columns) {
      Field field = type.fields().get(column);
      if (field == null) {
        cells.add(
            switch (column) {
              case "title" -> safe(result.title());
              case "version" -> Long.toString(record.version());
              default -> Long.toString(record.id());
            });
        continue;
      }
      Object value = record.get(column);
      Object json = value == null ? null : field.kind().write(field, value);
      if (field.kind().name().equals("money")) {
        Map<?, ?> money = json instanceof Map<?, ?> map ? map : Map.of();
        cells.add(money.isEmpty() ? "" : String.valueOf(money.get("amount")));
        cells.add(money.isEmpty() ? "" : String.valueOf(money.get("currency")));
      } else {
        cells.add(json == null ? "" : safe(cell(result, field, value, json)));
      }
    }
    return cells;
  }

  private String cell(Result result, Field field, Object value, Object json) {
    if (!field.to().isEmpty()) {
      Result.Link link = result.links().get(field.name());
      return link == null ? "" : link.title();
    }
    return switch (field.kind().name()) {
      case "choice" -> choice(field, String.valueOf(json));
      case "choices" ->
          ((List<?>) json)
              .stream()
                  .map(one -> choice(field, String.valueOf(one)))
                  .collect(Collectors.joining(", "));
      case "tags" ->
          ((List<?>) json).stream().map(String::valueOf).collect(Collectors.joining(", "));
      case "address", "file", "secret" -> field.kind().words(field, value);
      default -> json instanceof Map || json instanceof List ? json(json) : String.valueOf(json);
    };
  }

  private static String json(Object value) {
    return new String(Json.bytes(json -> Json.write(json, value)), StandardCharsets.UTF_8);
  }

  private String choice(Field field, String name) {
    return field.choices().stream()
        .filter(choice -> choice.name().equals(name))
        .map(
            choice ->
                texts.field(
                    type.name(), field.name(), field.system(), "choices." + name, choice.label()))
        .findFirst()
        .orElse(name);
  }

  private static String safe(String text) {
    return FORMULA.matcher(text).matches() && !NUMBER.matcher(text).matches() ? "'" + text : text;
  }
}
