// SPDX-License-Identifier: Apache-2.0
package org.parley.bench;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Base64;
import java.util.Map;

/**
 * The yardstick's answers, the same JSON as Parley's, by hand.
 *
 * @param user the one who can log in
 * @param userTitle their name
 */
record YardstickJson(long user, String userTitle) {
  /** Columns that are fields of the same name, in the order of the answer. */
  static final String[] FIELDS = {
    "created_at", "created_by", "modified_at", "modified_by", "owner", "team", "name", "stage",
    "amount", "probability", "close_date", "account", "contact", "product", "source", "forecast",
    "next_step", "engaged_on", "closed_on", "lost_reason", "description"
  };

  /** A page of up to fifty rows, and a row more if there are more. */
  void page(JsonGenerator json, ResultSet row) throws SQLException, IOException {
    json.writeStartObject();
    json.writeArrayFieldStart("items");
    String next = null;
    boolean more = row.next();
    for (int i = 0; i < 50 && more; i++) {
      long id = row.getLong(1);
      String date = record(json, row);
      more = row.next();
      next = more ? date + "/" + id : null;
    }
    json.writeEndArray();
    json.writeNullField("prev");
    json.writeStringField(
        "next",
        next == null
            ? null
            : Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(next.getBytes(StandardCharsets.UTF_8)));
    json.writeEndObject();
  }

  /** Writes a record and answers its close date. */
  String record(JsonGenerator json, ResultSet row) throws SQLException, IOException {
    json.writeStartObject();
    json.writeNumberField("id", row.getLong(1));
    json.writeStringField("type", "opportunity");
    json.writeNumberField("version", row.getLong(2));
    json.writeStringField("title", row.getString(10));
    json.writeObjectFieldStart("fields");
    String date = null;
    long[] numbers = new long[FIELDS.length];
    for (int i = 0; i < FIELDS.length; i++) {
      int column = 4 + i;
      switch (FIELDS[i]) {
        case "created_by",
            "modified_by",
            "owner",
            "team",
            "probability",
            "account",
            "contact",
            "product" -> {
          long number = row.getLong(column);
          if (!row.wasNull()) {
            numbers[i] = number;
            json.writeNumberField(FIELDS[i], number);
          }
        }
        case "amount" -> {
          BigDecimal amount = row.getBigDecimal(column);
          if (amount != null) {
            money(json, amount, row.getString(3));
          }
        }
        case "created_at", "modified_at" ->
            json.writeStringField(FIELDS[i], instant(row.getString(column)));
        default -> {
          String text = row.getString(column);
          if (text != null) {
            json.writeStringField(FIELDS[i], text);
            date = FIELDS[i].equals("close_date") ? text : date;
          }
        }
      }
    }
    json.writeEndObject();
    json.writeObjectFieldStart("links");
    int titles = 4 + FIELDS.length;
    link(json, "created_by", "user", numbers[1], title(numbers[1]));
    link(json, "modified_by", "user", numbers[3], title(numbers[3]));
    link(json, "owner", "user", numbers[4], title(numbers[4]));
    link(json, "account", "account", numbers[11], row.getString(titles));
    if (numbers[12] > 0) {
      String name = row.getString(titles + 1) + " " + row.getString(titles + 2);
      link(json, "contact", "contact", numbers[12], name);
    }
    link(json, "product", "product", numbers[13], row.getString(titles + 3));
    json.writeEndObject();
    json.writeEndObject();
    return date;
  }

  private static void money(JsonGenerator json, BigDecimal amount, String currency)
      throws IOException {
    json.writeObjectFieldStart("amount");
    json.writeStringField("amount", amount.setScale(2, RoundingMode.HALF_EVEN).toPlainString());
    json.writeStringField("currency", currency);
    json.writeEndObject();
  }

  /** People are few and remembered, as they are in Parley. */
  private String title(long person) {
    return person == user ? userTitle : "user #" + person;
  }

  private static void link(JsonGenerator json, String name, String type, long id, String title)
      throws IOException {
    if (id > 0) {
      json.writeObjectFieldStart(name);
      json.writeStringField("type", type);
      json.writeNumberField("id", id);
      json.writeStringField("title", title);
      json.writeEndObject();
    }
  }

  /** An instant as databases write it in the form of the answer, its zeros at the end left out. */
  static String instant(String text) {
    StringBuilder iso =
        new StringBuilder(30)
            .append(text)
            .append("000000", 0, text.length() < 20 ? 0 : Math.max(0, 26 - text.length()));
    iso.setCharAt(10, 'T');
    while (iso.length() > 20
        && iso.charAt(iso.length() - 1) == '0'
        && iso.charAt(iso.length() - 2) == '0'
        && iso.charAt(iso.length() - 3) == '0') {
      iso.setLength(iso.length() - 3);
    }
    if (iso.charAt(iso.length() - 1) == '.') {
      iso.setLength(iso.length() - 1);
    }
    return iso.append('Z').toString();
  }

  /** A record that was just created. */
  void created(
      JsonGenerator json,
      long id,
      String at,
      Map<String, String> fields,
      BigDecimal amount,
      long account,
      String accountName)
      throws IOException {
    json.writeStartObject();
    json.writeNumberField("id", id);
    json.writeStringField("type", "opportunity");
    json.writeNumberField("version", 1);
    json.writeStringField("title", fields.get("name"));
    json.writeObjectFieldStart("fields");
    json.writeStringField("created_at", at);
    json.writeNumberField("created_by", user);
    json.writeStringField("modified_at", at);
    json.writeNumberField("modified_by", user);
    json.writeNumberField("owner", user);
    json.writeStringField("name", fields.get("name"));
    json.writeStringField("stage", fields.get("stage"));
    money(json, amount, fields.get("currency"));
    json.writeStringField("close_date", fields.get("close_date"));
    json.writeNumberField("account", account);
    json.writeStringField("forecast", "pipeline");
    json.writeEndObject();
    json.writeObjectFieldStart("links");
    link(json, "created_by", "user", user, userTitle);
    link(json, "modified_by", "user", user, userTitle);
    link(json, "owner", "user", user, userTitle);
    link(json, "account", "account", account, accountName);
    json.writeEndObject();
    json.writeEndObject();
  }
}
