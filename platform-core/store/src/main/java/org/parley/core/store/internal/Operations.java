// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal;

import org.parley.core.store.internal.database.Database;
import org.parley.core.store.internal.database.Sequence;
import org.parley.core.store.internal.journal.StoredJournal;
import org.parley.core.store.internal.query.Lists;
import org.parley.core.store.internal.schema.Catalogue;

/** What every operation works with, whatever model it runs on. */
record Operations(
    Database database,
    Catalogue catalogue,
    StoredJournal journal,
    Lists lists,
    Sequence ids,
    Numbers numbers,
    UniqueValues uniqueValues) {}
