// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.timeline;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Collection;
import org.parley.api.error.ParleyException;
import org.parley.core.record.Moments.Moment;

/**
 * Where each source of a timeline goes on, as a client holds it. Sources have places of their own
 * since the journal's order is not quite that of time. There is no secret in it, as in the cursors
 * of lists.
 *
 * @param of whose timeline, and which kinds of it
 * @param last when the last entry before took place, or null at the beginning
 */
record Places(String of, Instant last, JsonNode sources) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST = 20_000;

  static Places read(String of, String cursor) {
    if (cursor == null || cursor.isEmpty()) {
      return new Places(of, null, MissingNode.getInstance());
    }
    try {
      JsonNode node =
          cursor.length() > LONGEST ? null : JSON.readTree(Base64.getUrlDecoder().decode(cursor));
      if (node != null
          && node.path("o").asText().equals(Integer.toHexString(of.hashCode()))
          && node.path("s").isObject()) {
        Places places = new Places(of, instant(node.path("t")), node.path("s"));
        places.sources.forEach(Places::check);
        return places;
      }
    } catch (IOException | IllegalArgumentException e) {
      // told below
    }
    throw bad();
  }

  private static void check(JsonNode place) {
    boolean moment = place.isArray() && (place.size() == 2 || place.size() == 3);
    if (moment) {
      for (int i = 0; i < place.size() - 1; i++) {
        instant(place.get(i));
      }
    }
    boolean number =
        moment ? place.get(place.size() - 1).canConvertToLong() : place.canConvertToLong();
    if (!place.isNull() && !number) {
      throw bad();
    }
  }

  private static ParleyException bad() {
    return ParleyException.badRequest(
        "bad_cursor", "This cursor belongs to no page of this timeline; begin again without it.");
  }

  /** A moment within the years that databases know. */
  static Instant instant(JsonNode node) {
    try {
      Instant at = Instant.parse(node.asText());
      int year = at.atZone(ZoneOffset.UTC).getYear();
      if (year >= 1 && year <= 9999) {
        return at;
      }
    } catch (DateTimeException e) {
      // told below
    }
    throw bad();
  }

  static JsonNode of(Moment moment) {
    return JsonNodeFactory.instance
        .arrayNode()
        .add(moment.at().toString())
        .add(moment.made().toString())
        .add(moment.id());
  }

  /** The place of a source; missing where it begins. */
  JsonNode of(String source) {
    return sources.path(source);
  }

  /**
   * The moment where a source goes on, null where it begins; a source that came since goes along.
   */
  Moment moment(String source) {
    JsonNode place = sources.path(source);
    if (place.size() == 3) {
      return new Moment(place.get(2).asLong(), instant(place.get(0)), instant(place.get(1)));
    }
    return last == null || place.isNull() ? null : new Moment(Long.MAX_VALUE, last, last);
  }

  /** The cursor of the next page. */
  static String next(String of, Instant last, Collection<Source> sources) {
    ObjectNode node = JSON.createObjectNode();
    node.put("o", Integer.toHexString(of.hashCode())).put("t", last.toString());
    ObjectNode places = node.putObject("s");
    sources.forEach(source -> places.set(source.name(), source.place()));
    try {
      return Base64.getUrlEncoder().withoutPadding().encodeToString(JSON.writeValueAsBytes(node));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
