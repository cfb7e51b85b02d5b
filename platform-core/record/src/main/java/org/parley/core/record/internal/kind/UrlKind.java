// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal.kind;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.parley.core.record.Field;

/** A web address: http or https and nothing that a browser would run. */
final class UrlKind extends TextKind {
  private static final Pattern BARE_HOST =
      Pattern.compile("[\\p{L}\\p{N}-]+(\\.[\\p{L}\\p{N}-]+)+([/?#].*)?");

  UrlKind() {
    super("url", 2000);
  }

  @Override
  String checked(Field field, String text) {
    String address = BARE_HOST.matcher(text).matches() ? "https://" + text : text;
    try {
      URI uri = new URI(address);
      String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
      boolean web = scheme.equals("http") || scheme.equals("https");
      if (web && uri.getRawAuthority() != null && !uri.getRawAuthority().isEmpty()) {
        return address;
      }
    } catch (URISyntaxException e) {
      // told below, in the field's own words
    }
    throw Violation.wrongKind(field, "a web address that begins with http:// or https://");
  }
}
