// SPDX-License-Identifier: Apache-2.0
package org.parley.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.parley.itest.harness.Api;
import org.parley.itest.harness.ParleyProcess;
import org.parley.itest.harness.SharedParley;

/** What Prometheus would read: well-formed, bounded, documented. */
@ExtendWith(SharedParley.class)
class MetricsIT {
  private static final Pattern SAMPLE =
      Pattern.compile(
          "([a-z_][a-z0-9_]*)(\\{((?:[a-z_]+=\"(?:[^\"\\\\\\n]|\\\\[\\\\\"n])*\",?)*)\\})? (\\S+)");

  private final Api api;
  private final ParleyProcess parley;

  MetricsIT(ParleyProcess parley, Api api) {
    this.parley = parley;
    this.api = api;
  }

  @Test
  void everySampleHasItsFamilyOnceAndANumber() {
    List<String> wrong = new ArrayList<>();
    Map<String, String> kinds = new HashMap<>();
    Set<String> helped = new HashSet<>();
    Set<String> series = new HashSet<>();
    for (String line : metrics().split("\n")) {
      String[] words = line.split(" ", 4);
      if (line.startsWith("# HELP ")) {
        check(words.length == 4 && helped.add(words[2]), line, wrong);
      } else if (line.startsWith("# TYPE ")) {
        check(helped.contains(words[2]), line, wrong);
        check(Set.of("gauge", "counter", "histogram").contains(words[3]), line, wrong);
        check(kinds.put(words[2], words[3]) == null, line, wrong);
      } else {
        Matcher sample = SAMPLE.matcher(line);
        check(sample.matches(), line, wrong);
        if (sample.matches()) {
          String name = sample.group(1);
          String family =
              kinds.containsKey(name) ? name : name.replaceAll("_(bucket|sum|count)$", "");
          check(kinds.containsKey(family), line, wrong);
          check(!"counter".equals(kinds.get(family)) || name.endsWith("_total"), line, wrong);
          check(series.add(name + sample.group(2)), "twice: " + line, wrong);
          check(Double.isFinite(Double.parseDouble(sample.group(4))), line, wrong);
        }
      }
    }
    assertThat(wrong).isEmpty();
    assertThat(series).hasSizeGreaterThan(60);
  }

  private static void check(boolean right, String line, List<String> wrong) {
    if (!right) {
      wrong.add(line);
    }
  }

  @Test
  void whatClientsAskForMakesNoNewSeries() {
    api.get("records/nothing-like-this");
    metrics();
    int before = metrics().split("\n").length;
    for (int i = 0; i < 50; i++) {
      api.get("records/nothing-" + i + "/" + i);
      api.get("nowhere/" + i);
    }
    // One route and one "other" may be new, each with its buckets.
    assertThat(metrics().split("\n").length).isLessThan(before + 50);
    assertThat(metrics()).doesNotContain("nothing-", "nowhere");
  }

  @Test
  void whatAnOperatorNeedsIsThereAndDocumented() throws IOException {
    String page = Files.readString(Path.of("../../docs/reference/metrics.md"));
    String metrics = metrics();
    Set<String> names = new HashSet<>();
    Matcher types = Pattern.compile("(?m)^# TYPE (\\S+)").matcher(metrics);
    while (types.find()) {
      names.add(types.group(1));
    }
    assertThat(names)
        .contains(
            "parley_http_request_seconds",
            "parley_sessions",
            "parley_journal_horizon",
            "parley_consumer_lag",
            "parley_pool_connections",
            "parley_pool_waiting",
            "parley_database_bytes",
            "parley_disk_free_bytes",
            "parley_plugins",
            "parley_hook_failures_total",
            "parley_store_conflicts_total",
            "parley_build_info",
            "jvm_heap_used_bytes",
            "jvm_gc_seconds_total",
            "jvm_threads",
            "parley_plugin_loaders_pinned");
    assertThat(names).allSatisfy(name -> assertThat(page).contains("`" + name));
    assertThat(metrics).containsPattern("parley_sessions [1-9]");
    assertThat(metrics).containsPattern("parley_database_bytes [1-9]");
  }

  @Test
  void aLoginWithTheRightReadsThemToo() {
    // As through a proxy on this machine: no longer local.
    Api stranger = Api.anonymous(parley.root());
    assertThat(stranger.send("GET", "/metrics", null, null, "Via", "1.1 proxy").status())
        .isEqualTo(401);
    assertThat(api.send("GET", "/metrics", null, null, "Via", "1.1 proxy").status()).isEqualTo(200);
  }

  private String metrics() {
    return Api.anonymous(parley.root()).get("/metrics").expect(200).body();
  }
}
