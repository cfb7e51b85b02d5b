// SPDX-License-Identifier: Apache-2.0
package org.parley.core.operation.internal.launch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file of settings: {@code KEY=value} lines, blank lines, and lines that begin with {@code #}.
 * The start script reads the same form; here it is judged.
 */
final class SettingsFile {
  private static final Pattern LINE = Pattern.compile("([A-Za-z0-9_]+)=(.*)");

  private final Path file;

  SettingsFile(Path file) {
    this.file = file;
  }

  /** What is wrong in it, each with file and line; nothing where there is no such file. */
  List<String> complaints() {
    List<String> complaints = new ArrayList<>();
    Map<String, Integer> seen = new HashMap<>();
    int number = 0;
    for (String line : lines(complaints)) {
      number++;
      String text = line.stripTrailing();
      if (text.isEmpty() || text.startsWith("#")) {
        continue;
      }
      String where = file + ", line " + number + ": ";
      Matcher setting = LINE.matcher(text);
      if (!setting.matches()) {
        complaints.add(where + "expected is KEY=value, without spaces around the name.");
        continue;
      }
      String name = setting.group(1);
      Integer before = seen.put(name, number);
      if (before != null) {
        complaints.add(where + name + " is set in line " + before + " already.");
      }
      if (name.equals("PARLEY_DATA") && inData()) {
        complaints.add(where + "PARLEY_DATA cannot be set in the data directory itself.");
      }
      SettingsCheck.complaint(name, setting.group(2)).map(where::concat).ifPresent(complaints::add);
    }
    return complaints;
  }

  private boolean inData() {
    return !"etc".equals(String.valueOf(file.toAbsolutePath().getParent().getFileName()));
  }

  private List<String> lines(List<String> complaints) {
    if (!Files.exists(file)) {
      return List.of();
    }
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      complaints.add(file + " cannot be read as UTF-8 text: " + e.getMessage());
      return List.of();
    }
  }
}
