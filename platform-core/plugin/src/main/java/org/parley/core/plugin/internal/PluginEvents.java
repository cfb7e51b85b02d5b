// SPDX-License-Identifier: Apache-2.0
package org.parley.core.plugin.internal;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.parley.api.security.Principal;
import org.parley.core.plugin.Plugin;
import org.parley.core.record.RecordStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes down what people do with plugins, for those who audit. What a start does by itself stands
 * in the ledger alone: there is nobody behind it, and no record can be written yet.
 */
final class PluginEvents {
  private static final Logger LOG = LoggerFactory.getLogger(PluginEvents.class);
  private static final String TYPE = "plugin_event";
  private static final int LONGEST = 1_000;

  private final Supplier<RecordStore> records;

  PluginEvents(Supplier<RecordStore> records) {
    this.records = records;
  }

  /** One thing done to a plugin by somebody. */
  record Act(Principal by, String through, String kind, String plugin, String from, String to) {}

  /** Does it, and writes down that it was done or why it was not. */
  Plugin told(Act act, Supplier<Plugin> work) {
    try {
      Plugin done = work.get();
      write(act, null);
      return done;
    } catch (RuntimeException failure) {
      write(act, String.valueOf(failure.getMessage()));
      throw failure;
    }
  }

  private void write(Act act, String failure) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("kind", act.kind());
    fields.put("plugin", act.plugin());
    fields.put("to_version", act.to());
    fields.put("from_version", act.from());
    if (failure != null) {
      fields.put("failure", failure.length() > LONGEST ? failure.substring(0, LONGEST) : failure);
    }
    try {
      RecordStore store = records.get();
      if (store != null) {
        store.note(act.by(), TYPE, fields, act.through());
      }
    } catch (RuntimeException e) {
      LOG.warn("Not written down: {} of {}: {}", act.kind(), act.plugin(), e.getMessage());
    }
  }
}
