// SPDX-License-Identifier: Apache-2.0
package org.parley.core.web;

import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** The Lucide icons, cut out of their one sprite when asked for. Safe for use by many threads. */
final class Lucide {
  private static final String ATTRIBUTES =
      " viewBox=\"0 0 24 24\" fill=\"none\" stroke=\"currentColor\" stroke-width=\"2\""
          + " stroke-linecap=\"round\" stroke-linejoin=\"round\"";

  private final String sprite;

  Lucide(byte[] sprite) {
    this.sprite = new String(sprite, StandardCharsets.UTF_8);
  }

  /** The shapes inside the icon's frame of 24 by 24. */
  Optional<String> shapes(String name) {
    String opening = "<symbol id=\"" + name + "\">";
    int start = name.matches("[a-z0-9-]+") ? sprite.indexOf(opening) : -1;
    if (start < 0) {
      return Optional.empty();
    }
    int end = sprite.indexOf("</symbol>", start);
    return Optional.of(
        sprite
            .substring(start + opening.length(), end)
            .replaceAll(">\\s+<", "><")
            .replace(" />", "/>")
            .strip());
  }

  /** The icon as a file of its own. */
  Optional<String> svg(String name) {
    return shapes(name)
        .map(
            shapes ->
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"24\" height=\"24\""
                    + ATTRIBUTES
                    + ">"
                    + shapes
                    + "</svg>\n");
  }
}
