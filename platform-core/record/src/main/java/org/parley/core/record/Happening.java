// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record;

import java.time.Instant;
import org.parley.core.event.Change;

/**
 * One entry of a timeline, as one principal may see it: either a record that stands there or a
 * change, to the record itself or to one of its relations.
 *
 * @param at when it took place
 * @param record what stands there, such as a call; null for a change
 * @param change what was changed, with values as JSON; null for a record. Of a creation it is not
 *     told by what way it came ({@code through} is empty)
 * @param of the relation it happened to, or belongs to; null for the record itself
 */
public record Happening(Instant at, Result record, Change change, Result.Link of) {}
