// SPDX-License-Identifier: Apache-2.0
package org.parley.core.search.internal;

import org.apache.lucene.index.Term;
import org.parley.core.record.RecordType;

/** What fields and terms of the index are called. */
final class Terms {
  /** Beginnings of words up to this many characters are terms. */
  static final int SHORT = 3;

  static final char BEGINNING = '\u0001';
  static final char EMAIL = '\u0002';
  static final char PHONE = '\u0003';

  static final String ID = "_id";
  static final String TYPE = "_type";
  static final String OWNER = "_owner";
  static final String TEAM = "_team";

  /** Stands in records that their owners keep to themselves. */
  static final String PRIVATE = "_private";

  static final String CHANGED = "_changed";
  static final String CHANGED_BY = "_changed_by";

  /** Of a star: the record it is on. */
  static final String TARGET = "_target";

  private Terms() {}

  /** The words of one field of a type. */
  static String field(RecordType type, String field) {
    return type.name() + "." + field;
  }

  /** The first word of a field. */
  static String first(String field) {
    return field + "^";
  }

  /** The words of all fields of a type that are searched. */
  static String all(RecordType type) {
    return type.name() + ".*";
  }

  static Term id(long id) {
    return new Term(ID, Long.toString(id));
  }

  static Term type(String type) {
    return new Term(TYPE, type);
  }
}
