// SPDX-License-Identifier: Apache-2.0
package org.parley.core.search.internal;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.util.BytesRef;
import org.parley.api.record.Record;
import org.parley.api.record.Reference;
import org.parley.core.record.Field;

/**
 * Makes documents of records. They hold which words a record has, and nothing that could be shown:
 * what is shown comes from the database, as the one who asks may read it.
 */
final class Documents {
  /** Whether a word is there is all that is asked. */
  private static final FieldType WORDS = new FieldType();

  private static final FieldType WHOLE = new FieldType();

  static {
    WORDS.setIndexOptions(IndexOptions.DOCS);
    WORDS.setOmitNorms(true);
    WORDS.freeze();
    WHOLE.setIndexOptions(IndexOptions.DOCS);
    WHOLE.setOmitNorms(true);
    WHOLE.setTokenized(false);
    WHOLE.freeze();
  }

  private Documents() {}

  static Document of(Searched searched, Record record) {
    Document document = basis(record);
    points(document, Terms.TEAM, record.get("team"));
    points(document, Terms.CHANGED_BY, record.get("modified_by"));
    String privateBy = searched.type().privateBy();
    if (privateBy != null && Boolean.TRUE.equals(record.get(privateBy))) {
      document.add(new StringField(Terms.PRIVATE, "1", Store.NO));
    }
    String all = Terms.all(searched.type());
    for (Map.Entry<String, Field> field : searched.fields().entrySet()) {
      Object value = record.get(field.getKey());
      if (value != null) {
        String own = Terms.field(searched.type(), field.getKey());
        words(document, own, field.getValue(), value);
        words(document, all, field.getValue(), value);
        if (searched.title().contains(field.getKey())) {
          first(document, Terms.first(own), field.getValue().kind().words(field.getValue(), value));
        }
      }
    }
    return document;
  }

  /** A star: whose it is, and on which record. */
  static Document star(Record star) {
    Document document = basis(star);
    if (star.get("record") instanceof Reference target) {
      document.add(new NumericDocValuesField(Terms.TARGET, target.id()));
    }
    return document;
  }

  private static Document basis(Record record) {
    Document document = new Document();
    document.add(new StringField(Terms.ID, Long.toString(record.id()), Store.NO));
    document.add(new NumericDocValuesField(Terms.ID, record.id()));
    document.add(new StringField(Terms.TYPE, record.type(), Store.NO));
    document.add(new SortedDocValuesField(Terms.TYPE, new BytesRef(record.type())));
    points(document, Terms.OWNER, record.get("owner"));
    if (record.get("modified_at") instanceof Instant at) {
      document.add(new NumericDocValuesField(Terms.CHANGED, micros(at)));
    }
    return document;
  }

  static long micros(Instant at) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, at);
  }

  private static void points(Document document, String name, Object value) {
    if (value instanceof Reference reference) {
      document.add(new StringField(name, Long.toString(reference.id()), Store.NO));
    }
  }

  private static void first(Document document, String name, String text) {
    Words.of(text).stream()
        .limit(1)
        .forEach(word -> add(document, name, text.substring(word.start(), word.end()), WORDS));
  }

  private static void words(Document document, String name, Field field, Object value) {
    String text = field.kind().words(field, value);
    add(document, name, Words.cut(text), WORDS);
    switch (field.kind().name()) {
      case "email" -> whole(document, name, Terms.EMAIL + Words.email(text));
      case "phone" -> Words.phone(text).forEach(form -> whole(document, name, Terms.PHONE + form));
      case "sequence" -> {
        for (Words.Word word : Words.of(text)) {
          whole(document, name, Words.Word.unpadded(word.text()));
        }
      }
      default -> {
        // its words are all
      }
    }
  }

  private static void whole(Document document, String name, String term) {
    add(document, name, term, WHOLE);
  }

  private static void add(Document document, String name, String text, FieldType type) {
    document.add(new org.apache.lucene.document.Field(name, text, type));
  }
}
