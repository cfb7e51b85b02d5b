// SPDX-License-Identifier: Apache-2.0
package org.parley.spi.record;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * What a hook answers: values to change in the draft, a veto, and further writes for the same
 * transaction. Immutable; start from {@link #proceed()}.
 *
 * @param patch values by field name; a null value empties the field
 * @param veto a sentence for the person whose write is refused, or null to let it go on
 * @param further writes that commit together with this one or not at all; they pass hooks,
 *     validation and permissions themselves
 */
public record Decision(Map<String, Object> patch, String veto, List<FurtherWrite> further) {

  /**
   * A write that a hook asks for.
   *
   * @param type the record type's name
   * @param id the record to update, or 0 to create one
   * @param fields values by field name; a null value empties the field
   */
  public record FurtherWrite(String type, long id, Map<String, Object> fields) {
    public FurtherWrite {
      Objects.requireNonNull(type, "type");
      fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
    }
  }

  private static final Decision PROCEED = new Decision(Map.of(), null, List.of());

  public Decision {
    patch = Collections.unmodifiableMap(new LinkedHashMap<>(patch));
    further = List.copyOf(further);
  }

  /** Changes nothing. */
  public static Decision proceed() {
    return PROCEED;
  }

  /** Refuses the write, with a sentence for the person who wanted it. */
  public static Decision refuse(String reason) {
    return new Decision(Map.of(), Objects.requireNonNull(reason, "reason"), List.of());
  }

  /** This decision, which also sets a field; null empties it. */
  public Decision set(String field, Object value) {
    Map<String, Object> patched = new LinkedHashMap<>(patch);
    patched.put(field, value);
    return new Decision(patched, veto, further);
  }

  /** This decision, which also writes another record in the same transaction. */
  public Decision alsoWrite(FurtherWrite write) {
    List<FurtherWrite> writes = new ArrayList<>(further);
    writes.add(write);
    return new Decision(patch, veto, writes);
  }
}
