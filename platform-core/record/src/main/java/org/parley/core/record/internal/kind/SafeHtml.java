// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.kind;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Set;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.safety.Cleaner;
import org.jsoup.safety.Safelist;

/** HTML without anything that a browser would run, load by stealth or show in another's place. */
final class SafeHtml {
  private static final Safelist ALLOWED = new Allowed();

  /** What shows something without any text. */
  private static final String TEXTLESS = "img, hr";

  private SafeHtml() {}

  /** What may be kept of it, its text always; empty when nothing is left to see. */
  static String of(String html) {
    String safe = clean(html);
    // What was taken out may have joined what stood around it: safe is what cleaning leaves alone.
    for (String again = clean(safe); !again.equals(safe); again = clean(safe)) {
      safe = again;
    }
    Document document = Jsoup.parseBodyFragment(safe);
    boolean empty = document.text().isBlank() && document.selectFirst(TEXTLESS) == null;
    return empty ? "" : safe;
  }

  private static String clean(String html) {
    Document document = new Cleaner(ALLOWED).clean(Jsoup.parseBodyFragment(html));
    document.outputSettings().prettyPrint(false);
    return document.body().html().strip();
  }

  /** The text as a reader sees it, on one line. */
  static String text(String html) {
    return Jsoup.parseBodyFragment(html).text();
  }

  /** What people format text with, and nothing else. */
  private static final class Allowed extends Safelist {
    private static final Set<String> LINKED = Set.of("http", "https", "mailto");
    private static final Set<String> SHOWN = Set.of("https", "cid");

    Allowed() {
      addTags("p", "br", "hr", "div", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "li");
      addTags("b", "strong", "i", "em", "u", "s", "del", "sub", "sup", "mark", "code", "pre");
      addTags("blockquote", "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td");
      addTags("a", "img");
      addAttributes("a", "href", "title");
      addAttributes("img", "src", "alt", "title", "width", "height");
      addAttributes("ol", "start");
      addAttributes("th", "colspan", "rowspan", "scope");
      addAttributes("td", "colspan", "rowspan");
      addEnforcedAttribute("a", "rel", "noopener");
    }

    @Override
    public boolean isSafeAttribute(String tag, Element element, Attribute attribute) {
      return super.isSafeAttribute(tag, element, attribute)
          && switch (attribute.getKey()) {
            case "href" -> isScheme(attribute.getValue(), LINKED);
            case "src" -> isFile(attribute.getValue()) || isScheme(attribute.getValue(), SHOWN);
            case "width", "height", "colspan", "rowspan", "start" ->
                attribute.getValue().matches("[0-9]{1,4}");
            default -> true;
          };
    }

    /** A file of this system, by its path alone: it moves with the system. */
    private static boolean isFile(String address) {
      return address.startsWith("/api/v1/") && !address.contains("..") && scheme(address) == null;
    }

    private static boolean isScheme(String address, Set<String> schemes) {
      String scheme = scheme(address);
      return scheme != null && schemes.contains(scheme.toLowerCase(Locale.ROOT));
    }

    private static String scheme(String address) {
      try {
        // What people paste may hold blanks, which no address may.
        return new URI(address.strip().replace(" ", "%20")).getScheme();
      } catch (URISyntaxException e) {
        return null;
      }
    }
  }
}
