// SPDX-License-Identifier: Apache-2.0
package org.parley.core.web;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Joins an ES module and what it imports by relative path into one module, so that a page of many
 * small files is a few requests. Each file becomes a function that returns its exports; nothing is
 * renamed or minified.
 *
 * <p>It understands the modules of this bundle and of Lit, not JavaScript: imports stand at the top
 * of a file, exports are declarations at the start of a line or one list at the end, an export is
 * never reassigned. What it does not understand, and cycles, it refuses with the file's name. Used
 * on one thread, while the bundle starts.
 */
final class ModuleJoiner {
  private static final Pattern BLANK =
      Pattern.compile("\\A(?:\\s+|//[^\\n]*\\n|/\\*.*?\\*/)", Pattern.DOTALL);
  private static final Pattern HEAD =
      Pattern.compile(
          "\\A(import|export)\\s*(?:([\\w$*{][\\w$*{},\\s]*?)\\s*from\\s*)?[\"']([^\"']+)[\"']"
              + "(?:\\s*with\\s*\\{[^}]*\\})?\\s*;");
  private static final Pattern DECLARATION =
      Pattern.compile("(?m)^export\\s+((?:async\\s+)?function\\*?|class|const)\\s+([\\w$]+)");
  private static final Pattern TAIL =
      Pattern.compile("export\\s*\\{([^}]*)\\}\\s*;?\\s*(?://# sourceMappingURL=\\S*\\s*)?\\z");

  /** Lines of comment, and what lines are indented by: of no use on the wire. */
  private static final Pattern NO_USE =
      Pattern.compile("(?m)^[ \\t]*//[^\\n]*\\n|\\A/\\*.*?\\*/\\s*|^[ \\t]+");

  private record Joined(String name, Set<String> exports) {}

  private final Function<String, Optional<String>> source;
  private final Function<String, Optional<String>> bare;
  private final Map<String, Joined> done = new LinkedHashMap<>();
  private final Map<String, String> externals = new LinkedHashMap<>();
  private final Deque<String> open = new ArrayDeque<>();
  private final StringBuilder out = new StringBuilder();

  private ModuleJoiner(
      Function<String, Optional<String>> source, Function<String, Optional<String>> bare) {
    this.source = source;
    this.bare = bare;
  }

  /**
   * The module at {@code entry} with everything it needs.
   *
   * @param source answers the text of a path
   * @param bare answers the path a bare name stands for; a bare name without one stays an import
   */
  static String join(
      String entry,
      Function<String, Optional<String>> source,
      Function<String, Optional<String>> bare) {
    ModuleJoiner joiner = new ModuleJoiner(source, bare);
    Joined joined = joiner.module(entry);
    StringBuilder head = new StringBuilder();
    joiner.externals.forEach(
        (from, name) ->
            head.append("import * as ").append(name).append(" from '").append(from).append("';\n"));
    return head
        + joiner.out.toString()
        + "export const {"
        + String.join(", ", joined.exports)
        + "} = "
        + joined.name
        + ";\n";
  }

  private Joined module(String path) {
    Joined known = done.get(path);
    if (known != null) {
      return known;
    }
    if (open.contains(path)) {
      throw new IllegalStateException("Modules import each other: " + open + " and " + path);
    }
    String text =
        source
            .apply(path)
            .orElseThrow(
                () -> new IllegalStateException("No module " + path + ", wanted by " + open));
    open.push(path);
    Joined joined = path.endsWith(".json") ? json(text) : script(path, text);
    open.pop();
    done.put(path, joined);
    return joined;
  }

  private Joined json(String text) {
    String name = "$" + done.size();
    out.append("const ").append(name).append(" = {default: ").append(text.strip()).append("};\n");
    return new Joined(name, Set.of("default"));
  }

  private Joined script(String path, String text) {
    StringBuilder body = new StringBuilder();
    List<String> returned = new ArrayList<>();
    Set<String> exports = new LinkedHashSet<>();
    String rest = text;
    for (; ; ) {
      Matcher blank = BLANK.matcher(rest);
      if (blank.find()) {
        rest = rest.substring(blank.end());
        continue;
      }
      Matcher statement = HEAD.matcher(rest);
      if (!statement.find()) {
        break;
      }
      rest = rest.substring(statement.end());
      String clause = statement.group(2);
      Joined from = resolve(path, statement.group(3));
      if (statement.group(1).equals("export")) {
        reexport(path, clause, from, returned, exports);
      } else if (clause != null) {
        body.append(binding(path, clause, from));
      }
    }
    Matcher tail = TAIL.matcher(rest);
    if (tail.find()) {
      names(tail.group(1)).forEach((local, name) -> returned.add(property(name, local, exports)));
      rest = rest.substring(0, tail.start());
    }
    Matcher declaration = DECLARATION.matcher(rest);
    while (declaration.find()) {
      returned.add(property(declaration.group(2), declaration.group(2), exports));
    }
    rest = NO_USE.matcher(DECLARATION.matcher(rest).replaceAll("$1 $2")).replaceAll("");
    if (Pattern.compile("(?m)^(import\\b(?!\\()|export\\b)").matcher(rest).find()) {
      throw new IllegalStateException(
          "An import or export of a form that is not joined in " + path);
    }
    String name = "$" + done.size();
    out.append("const ").append(name).append(" = (() => {\n").append(body).append(rest.strip());
    out.append("\nreturn {").append(String.join(", ", returned)).append("};\n})();\n");
    return new Joined(name, exports);
  }

  private Joined resolve(String importer, String specifier) {
    if (specifier.startsWith(".")) {
      return module(java.net.URI.create("/" + importer).resolve(specifier).getPath().substring(1));
    }
    Optional<String> path = bare.apply(specifier);
    if (path.isPresent()) {
      return module(path.get());
    }
    String name = externals.computeIfAbsent(specifier, key -> "$x" + externals.size());
    return new Joined(name, Set.of());
  }

  private void reexport(
      String path, String clause, Joined from, List<String> returned, Set<String> exports) {
    if (clause.equals("*")) {
      if (from.exports.isEmpty()) {
        throw new IllegalStateException("export * of nothing known in " + path);
      }
      exports.addAll(from.exports);
      returned.add("..." + from.name);
      return;
    }
    names(clause.substring(1, clause.length() - 1))
        .forEach((local, name) -> returned.add(property(name, from.name + "." + local, exports)));
  }

  private static String binding(String path, String clause, Joined from) {
    if (clause.startsWith("*")) {
      return "const "
          + clause.substring(clause.indexOf("as") + 2).strip()
          + " = "
          + from.name
          + ";\n";
    }
    if (!clause.startsWith("{")) {
      return "const " + clause.strip() + " = " + from.name + ".default;\n";
    }
    List<String> parts = new ArrayList<>();
    names(clause.substring(1, clause.length() - 1))
        .forEach(
            (exported, local) -> {
              if (!from.exports.isEmpty() && !from.exports.contains(exported)) {
                throw new IllegalStateException(
                    path + " imports " + exported + ", which is not there");
              }
              parts.add(exported.equals(local) ? local : exported + ": " + local);
            });
    return "const {" + String.join(", ", parts) + "} = " + from.name + ";\n";
  }

  private static String property(String name, String value, Set<String> exports) {
    exports.add(name);
    return name.equals(value) ? name : name + ": " + value;
  }

  /** {@code a, b as c} as a map from the first name to the second. */
  private static Map<String, String> names(String list) {
    Map<String, String> names = new LinkedHashMap<>();
    for (String entry : list.split(",")) {
      String[] pair = entry.strip().split("\\s+as\\s+");
      if (!pair[0].isEmpty()) {
        names.put(pair[0], pair[pair.length - 1]);
      }
    }
    return names;
  }
}
