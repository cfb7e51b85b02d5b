// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.kind;

import java.util.regex.Pattern;
import org.parley.core.record.Folding;

/** Names of files as people send them, made fit to be kept and shown. */
public final class FileName {
  /** Characters at most. */
  public static final int LONGEST = 255;

  private static final String NAMELESS = "file";
  private static final int LONGEST_ENDING = 20;

  /** Control characters, and those that turn text round so that exe.gpj reads jpg.exe. */
  private static final Pattern UNFIT =
      Pattern.compile("[\\p{Cc}\\p{Cs}\\p{Zl}\\p{Zp}\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]");

  private FileName() {}

  /** The name without folders and without what no name should hold; null becomes "file". */
  public static String of(String given) {
    String name = given == null ? "" : given.replace('\\', '/');
    name = name.substring(name.lastIndexOf('/') + 1);
    name = UNFIT.matcher(name).replaceAll("").strip();
    if (name.isEmpty() || name.equals(".") || name.equals("..")) {
      return NAMELESS;
    }
    return name.length() <= LONGEST ? name : shortened(name);
  }

  /** Cuts in the middle, so that the ending, which says what it is, stays. */
  private static String shortened(String name) {
    int dot = name.lastIndexOf('.');
    String ending = dot > 0 && name.length() - dot <= LONGEST_ENDING ? name.substring(dot) : "";
    return Folding.cut(name, LONGEST - ending.length()) + ending;
  }
}
