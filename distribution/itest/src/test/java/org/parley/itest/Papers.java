// SPDX-License-Identifier: Apache-2.0
package org.parley.itest;

import org.parley.itest.harness.Api;
import org.parley.itest.harness.PluginJar;

/** A plugin whose records carry files. */
public final class Papers {
  public static final String TYPE = "acme_paper";

  private Papers() {}

  /** Installs it, unless it is there. */
  public static void install(Api api) {
    if (api.plugin("acme-paper") == null) {
      api.upload(jar(), false).expect(201);
    }
  }

  private static byte[] jar() {
    return PluginJar.named("acme-paper", "1.0.0")
        .descriptor(
            "plugin.json",
            """
            {"format": 1, "label": "Papers", "vendor": "Acme", "category": "module",
             "license": "MIT", "api": "[1,2)", "prefix": "acme"}
            """)
        .descriptor(
            "record-types/acme_paper.json",
            """
            {"format": 1, "type": "acme_paper", "label": "Paper", "plural": "Papers",
             "icon": "file-text", "title": "{name}", "nav": {"group": "Office", "order": 90},
             "fields": [
               {"name": "name", "kind": "text", "max": 80, "required": true},
               {"name": "scan", "kind": "file", "index": true},
               {"name": "photo", "kind": "file", "maxBytes": 1000, "accept": ["image/*"]}],
             "views": [{"name": "all", "label": "All papers",
                        "columns": ["title", "scan", "photo", "modified_at"], "sort": "-id"}]}
            """)
        .bytes();
  }
}
