// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record;

import org.parley.api.record.Record;

/**
 * A row as the store has it.
 *
 * @param record the record; {@code deleted_at} is among its fields while it is in the trash
 * @param sortKeys values of the compared columns it was sorted by, for cursors; null for empty ones
 */
public record Row(Record record, Object[] sortKeys) {}
