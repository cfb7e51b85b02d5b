// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.timeline;

import java.time.Instant;
import org.parley.api.record.Record;
import org.parley.api.record.Reference;
import org.parley.core.event.Change;

/**
 * An entry before its titles are known: a record or a change.
 *
 * @param of the relation it is of, or null
 */
record Entry(Instant at, Record record, Change change, Reference of) {}
