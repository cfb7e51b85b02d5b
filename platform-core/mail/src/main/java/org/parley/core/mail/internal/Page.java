// SPDX-License-Identifier: Apache-2.0
package org.parley.core.mail.internal;

import org.parley.core.mail.Letter;
import org.parley.core.mail.Letter.Look;
import org.parley.core.mail.Letter.Part;

/**
 * The two forms of a letter. The one in HTML loads nothing, follows nobody, and is readable on dark
 * and on light, also where a mail program knows no styles.
 */
final class Page {
  private static final String STYLE =
      """
      :root { color-scheme: light dark; supported-color-schemes: light dark; }
      body { margin: 0; padding: 24px 12px; font: 16px/1.5 system-ui, 'Segoe UI', sans-serif; }
      .page { max-width: 560px; margin: 0 auto; }
      h1 { font-size: 20px; line-height: 1.3; margin: 0 0 16px; }
      h2 { font-size: 16px; margin: 24px 0 8px; }
      p { margin: 0 0 16px; }
      li { margin: 0 0 10px; }
      .detail, .reason { opacity: .75; font-size: 14px; }
      .reason { border-top: 1px solid; padding-top: 12px; margin-top: 28px; }
      .button { display: inline-block; padding: 10px 18px; border-radius: 6px;
        background: #2f5bd8; color: #ffffff; font-weight: 600; text-decoration: none; }
      """;

  private final Letter letter;
  private final MailServer server;

  Page(Letter letter, MailServer server) {
    this.letter = letter;
    this.server = server;
  }

  String plain() {
    StringBuilder text = new StringBuilder();
    Look before = null;
    for (Part part : letter.parts()) {
      boolean list = part.look() == Look.ITEM && before == Look.ITEM;
      text.append(before == null || list ? "" : "\n");
      text.append(part.look() == Look.ITEM ? "- " : "").append(part.text()).append('\n');
      if (part.detail() != null) {
        text.append("  ").append(part.detail()).append('\n');
      }
      if (part.link() != null) {
        text.append(part.look() == Look.ITEM ? "  " : "")
            .append(server.link(part.link()))
            .append('\n');
      }
      before = part.look();
    }
    text.append("\n-- \n").append(letter.reason()).append('\n');
    if (letter.unsubscribe() != null) {
      text.append(server.link(letter.unsubscribe())).append('\n');
    }
    return text.toString();
  }

  String html() {
    StringBuilder html = new StringBuilder();
    html.append("<!DOCTYPE html><html lang=\"")
        .append(escaped(letter.to().language()))
        .append("\"><head><meta charset=\"utf-8\"><meta name=\"viewport\"")
        .append(
            " content=\"width=device-width\"><meta name=\"color-scheme\" content=\"light dark\">")
        .append("<title>")
        .append(escaped(letter.subject()))
        .append("</title><style>")
        .append(STYLE)
        .append("</style></head><body><div class=\"page\">");
    boolean list = false;
    for (Part part : letter.parts()) {
      boolean item = part.look() == Look.ITEM;
      if (item != list) {
        html.append(item ? "<ul>" : "</ul>");
        list = item;
      }
      html.append(part(part)).append('\n');
    }
    html.append(list ? "</ul>" : "")
        .append("<p class=\"reason\">")
        .append(escaped(letter.reason()));
    if (letter.unsubscribe() != null) {
      String link = server.link(letter.unsubscribe());
      html.append("<br>").append(anchor("", link, link));
    }
    return html.append("</p></div></body></html>\n").toString();
  }

  private String part(Part part) {
    String text = escaped(part.text());
    String link = part.link() == null ? null : server.link(part.link());
    return switch (part.look()) {
      case HEADING -> "<h2>" + text + "</h2>";
      case BUTTON ->
          "<p>"
              + anchor(
                  " class=\"button\" style=\"background:#2f5bd8;color:#ffffff\"", link, part.text())
              + "</p><p class=\"detail\">"
              + escaped(link)
              + "</p>";
      case ITEM ->
          "<li>"
              + (link == null ? text : anchor("", link, part.text()))
              + (part.detail() == null
                  ? ""
                  : "<br><span class=\"detail\">" + escaped(part.detail()) + "</span>")
              + "</li>";
      case TEXT -> "<p>" + (link == null ? text : anchor("", link, part.text())) + "</p>";
    };
  }

  private static String anchor(String attributes, String link, String text) {
    return "<a" + attributes + " href=\"" + escaped(link) + "\">" + escaped(text) + "</a>";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
