// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record;

import java.util.List;
import java.util.Map;
import org.osgi.annotation.versioning.ProviderType;
import org.parley.api.error.ParleyException;
import org.parley.api.security.Principal;

/**
 * Turns records into others, as the descriptors of their types say: a lead into an account, a
 * contact and an opportunity. Each call is one transaction with the rights of the caller; failures
 * are {@link ParleyException}s with the codes of the REST reference. A service of the record room;
 * safe for use by many threads.
 */
@ProviderType
public interface Conversions {
  /**
   * What a conversion would make, or has made.
   *
   * @param parts what it would make; none when it has been done
   * @param made what it has made or found, as far as it may be seen
   * @param obstacle why it cannot be taken back, or null when it can or has not been done
   */
  record State(
      Conversion conversion, boolean done, List<Part> parts, List<Made> made, String obstacle) {}

  /**
   * A record that would be made.
   *
   * @param creates whether the caller may create such records
   * @param fields values proposed, as JSON
   * @param titles by field, titles of records that the values refer to
   * @param matches records that may be the same, by the duplicate rules of their type
   */
  record Part(
      Conversion.Into into,
      boolean creates,
      Map<String, Object> fields,
      Map<String, String> titles,
      List<Result> matches) {}

  /**
   * A record that was made or found.
   *
   * @param name of the part
   */
  record Made(String name, Result.Link link) {}

  /**
   * What somebody chose for a part.
   *
   * @param id an existing record, or 0 for a new one
   * @param fields of a new one, over the values proposed; null empties
   */
  record Choice(long id, Map<String, Object> fields) {}

  /** What a conversion of a record would make, or has made. */
  State state(Principal principal, String type, long id, String name);

  /**
   * Converts a record, once.
   *
   * @param version the record's, 0 for any
   * @param choices by name of the part; an optional part without a choice is left out, any other is
   *     made as proposed
   */
  State convert(
      Principal principal,
      String type,
      long id,
      long version,
      String name,
      Map<String, Choice> choices);

  /**
   * Takes a conversion back: the record is as it was, and what was made goes to the trash. Refused
   * when one of these was changed, or is referred to, since.
   */
  Result undo(Principal principal, String type, long id, String name);
}
