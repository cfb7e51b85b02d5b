// SPDX-License-Identifier: Apache-2.0
package org.parley.core.web;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The shell's own files, ready to be served: modules joined, style sheets joined, all under one
 * hash of their content, and the index page that names them. Built once at start; safe for use by
 * many threads.
 */
final class ShellFiles {
  private static final Map<String, List<String>> STYLES =
      Map.of(
          "kit.css", List.of("tokens", "base", "kit", "pages", "media"),
          "late.css", List.of("late", "media"));
  private static final Map<String, String> BARE =
      Map.of(
          "lit-html", "vendor/lit-html/lit-html.js",
          "lit-html/is-server.js", "vendor/lit-html/is-server.js",
          "lit-element/lit-element.js", "vendor/lit-element/lit-element.js",
          "@lit/reactive-element", "vendor/reactive-element/reactive-element.js");
  private static final Map<String, String> ENTRIES =
      Map.ofEntries(
          Map.entry("lit.js", "lit.js"),
          Map.entry("ui.js", "ui/index.js"),
          Map.entry("shell.js", "shell/index.js"),
          Map.entry("de.js", "ui/de.js"),
          Map.entry("board.js", "board/index.js"),
          Map.entry("calendar.js", "calendar/index.js"),
          Map.entry("charts.js", "charts/index.js"),
          Map.entry("convert.js", "convert/index.js"),
          Map.entry("dashlets.js", "dashlets/index.js"),
          Map.entry("form.js", "form/index.js"),
          Map.entry("help.js", "shell/help.js"),
          Map.entry("home.js", "home/index.js"),
          Map.entry("imports.js", "imports/index.js"),
          Map.entry("late.js", "ui/late.js"),
          Map.entry("stream.js", "ui/stream.js"),
          Map.entry("login.js", "shell/login.js"),
          Map.entry("modules.js", "modules/index.js"),
          Map.entry("notifications.js", "notifications/index.js"),
          Map.entry("palette.js", "palette/index.js"),
          Map.entry("people.js", "people/index.js"),
          Map.entry("record.js", "record/index.js"),
          Map.entry("settings.js", "settings/index.js"),
          Map.entry("tools.js", "tools/index.js"));

  /** Files that are served as they are. */
  private static final Map<String, String> WHOLE =
      Map.of("vendor/chart.js", "vendor/chart.js/chart.umd.min.js");

  private static final List<String> FONTS =
      List.of("inter-latin-wght-normal.woff2", "inter-latin-ext-wght-normal.woff2");
  private static final Pattern IMPORT_MAP =
      Pattern.compile("<script type=\"importmap\">(.*?)</script>", Pattern.DOTALL);

  private static final int MOST_PREFIXES = 20;

  private final Function<String, Optional<byte[]>> sources;
  private final Lucide icons;
  private final Map<String, StaticFile> files = new TreeMap<>();
  private final Map<String, StaticFile> singleIcons = new ConcurrentHashMap<>();
  private final String hash;
  private final String page;
  private final Map<String, StaticFile> pages = new ConcurrentHashMap<>();
  private final String policy;

  /**
   * @param sources answers the bytes of a path under {@code static/}
   * @param frames origins whose pages may be shown in a frame, with commas between
   * @throws IllegalStateException when a file is missing or cannot be joined
   */
  ShellFiles(Function<String, Optional<byte[]>> sources, String frames) {
    this.sources = sources;
    this.icons = new Lucide(required("vendor/lucide-static/sprite.svg"));
    ENTRIES.forEach(
        (name, path) ->
            add(
                name,
                ModuleJoiner.join(path, this::module, key -> Optional.ofNullable(BARE.get(key)))));
    STYLES.forEach(
        (file, parts) ->
            add(
                file,
                String.join(
                    "\n", parts.stream().map(name -> text("css/" + name + ".css")).toList())));
    FONTS.forEach(
        name -> files.put("fonts/" + name, StaticFile.of(name, required("fonts/" + name))));
    add("logo.svg", text("logo.svg"));
    WHOLE.forEach((name, path) -> add(name, text(path)));
    StringBuilder tags = new StringBuilder();
    files.forEach((name, file) -> tags.append(name).append(file.etag()));
    this.hash = StaticFile.hash(tags.toString().getBytes(StandardCharsets.UTF_8));
    this.page = text("index.html").replace("{kit}", "ui/kit/" + hash);
    this.policy = policy(page, frames);
  }

  /**
   * The page behind every address of the shell.
   *
   * @param prefix what stands before every path at the client, mostly empty; comes from the
   *     operator or a proxy of theirs
   */
  StaticFile index(String prefix) {
    if (pages.size() > MOST_PREFIXES) {
      pages.clear();
    }
    return pages.computeIfAbsent(
        prefix,
        key -> {
          String based = page.replace("<base href=\"/\">", "<base href=\"" + key + "/\">");
          return StaticFile.of("index.html", based.getBytes(StandardCharsets.UTF_8));
        });
  }

  /** The content security policy of that page. */
  String policy() {
    return policy;
  }

  /** Names the content of all files together. */
  String hash() {
    return hash;
  }

  /** A file of the kit, e.g. {@code ui.js} or {@code icons/user.svg}. */
  Optional<StaticFile> file(String path) {
    StaticFile file = files.get(path);
    if (file != null || !path.startsWith("icons/") || !path.endsWith(".svg")) {
      return Optional.ofNullable(file);
    }
    String name = path.substring("icons/".length(), path.length() - ".svg".length());
    Optional<String> svg = icons.svg(name);
    return svg.map(
        text ->
            singleIcons.computeIfAbsent(
                path, key -> StaticFile.of(key, text.getBytes(StandardCharsets.UTF_8))));
  }

  private void add(String name, String text) {
    files.put(name, StaticFile.of(name, text.getBytes(StandardCharsets.UTF_8)));
  }

  private Optional<String> module(String path) {
    return path.equals("ui/icons.json")
        ? Optional.of(usedIcons())
        : sources.apply(path).map(bytes -> new String(bytes, StandardCharsets.UTF_8));
  }

  /**
   * The icons the shell itself uses, as a JSON object from name to shapes: no request for each of
   * them.
   */
  private String usedIcons() {
    StringBuilder json = new StringBuilder("{");
    for (String name : text("ui/icons.txt").split("\\s+")) {
      String shapes =
          icons.shapes(name).orElseThrow(() -> new IllegalStateException("No icon " + name));
      json.append(json.length() > 1 ? ",\n" : "").append('"').append(name).append("\":\"");
      json.append(shapes.replace("\"", "'")).append('"');
    }
    return json.append('}').toString();
  }

  private static String policy(String page, String frames) {
    Matcher map = IMPORT_MAP.matcher(page);
    if (!map.find()) {
      throw new IllegalStateException("index.html has no import map");
    }
    String sum =
        Base64.getEncoder()
            .encodeToString(StaticFile.sha256(map.group(1).getBytes(StandardCharsets.UTF_8)));
    return "default-src 'none'; script-src 'self' 'sha256-"
        + sum
        + "'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data: blob:;"
        + (frames.isBlank()
            ? ""
            : " frame-src " + frames.replaceAll("\\s*,\\s*", " ").strip() + ";")
        + " font-src 'self'; connect-src 'self'; manifest-src 'self'; base-uri 'self'; form-action"
        + " 'self'; frame-ancestors 'none'";
  }

  private String text(String path) {
    return new String(required(path), StandardCharsets.UTF_8);
  }

  private byte[] required(String path) {
    return sources
        .apply(path)
        .orElseThrow(() -> new IllegalStateException("The bundle lacks static/" + path));
  }
}
