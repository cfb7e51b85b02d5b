// SPDX-License-Identifier: Apache-2.0
package org.parley.core.search;

import java.util.List;
import java.util.Set;
import org.osgi.annotation.versioning.ProviderType;
import org.parley.api.security.Principal;
import org.parley.core.record.Result;

/**
 * Finds records of all types by their words. A service of the search room; safe for use by many
 * threads, each call on its caller's thread. What it finds it has asked the record store for as the
 * one who searches: what they may not read is not looked into and not found. A change is findable a
 * moment after its commit, not at once.
 */
@ProviderType
public interface Search {
  /**
   * What to look for.
   *
   * @param words as people type them, up to 200 characters; records have all of them, or words that
   *     begin with them
   * @param types names of record types, null for all that can be searched
   * @param filter FIQL as in lists, for exactly one type; null for none
   * @param limit how many at most, 1 to 50
   * @param after a cursor, null to begin
   * @param present whether to tell of which types there are any
   */
  record Query(
      String words, Set<String> types, String filter, int limit, String after, boolean present) {}

  /**
   * What was found, the best first.
   *
   * @param next the cursor of the next page, or null at the end; there may be one after fewer items
   *     than asked for, where a filter leaves few
   * @param present the types of which there are any, in the order of the model; empty when not
   *     asked
   * @param incomplete whether the index is still being made, so that something may be missing
   */
  record Found(List<Hit> items, String next, List<String> present, boolean incomplete) {}

  /** A record, and where the words stand in it: in its title first. */
  record Hit(Result result, List<Match> matches) {}

  /**
   * A text in which words were found, shortened around the first of them.
   *
   * @param field the field's name; {@code title} for the record's title
   */
  record Match(String field, List<Part> parts) {}

  /** A piece of a text; whether it is what was looked for. */
  record Part(String text, boolean hit) {}

  /**
   * Looks for words.
   *
   * @throws org.parley.api.error.ParleyException with the codes of the REST reference
   */
  Found search(Principal principal, Query query);
}
