// SPDX-License-Identifier: Apache-2.0
package org.parley.core.operation.internal.front;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.QuotedCSV;
import org.eclipse.jetty.util.QuotedStringTokenizer;
import org.parley.core.operation.Kind;
import org.parley.core.operation.Networks;

/**
 * What a trusted proxy says of the request it passes on, by {@code X-Forwarded-*} or {@code
 * Forwarded} (RFC 7239). What is malformed is not said.
 *
 * @param address the client's: the last in the chain that is no trusted proxy itself
 * @param disputed whether the two kinds of header name different clients: one of them was passed on
 *     as it came from outside, so neither is believed
 */
record Forwarding(
    Optional<String> address,
    Optional<String> scheme,
    Optional<String> host,
    Optional<String> prefix,
    boolean disputed) {
  private static final String FOR = "X-Forwarded-For";
  private static final String PROTO = "X-Forwarded-Proto";
  private static final String HOST = "X-Forwarded-Host";
  private static final String PORT = "X-Forwarded-Port";
  private static final String PREFIX = "X-Forwarded-Prefix";
  private static final String STANDARD = "Forwarded";

  /** All headers by which proxies speak of a client. */
  static final List<String> HEADERS =
      List.of(FOR, PROTO, HOST, PORT, PREFIX, STANDARD, "X-Real-IP");

  /** For a request of which no proxy speaks. */
  static final Forwarding NOTHING =
      new Forwarding(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), false);

  /** Whether some proxy speaks here, believed or not. */
  static boolean isSpokenOf(HttpFields headers) {
    return headers.containsKey("Via") || HEADERS.stream().anyMatch(headers::containsKey);
  }

  /** Reads the headers of a request that a trusted proxy has sent. */
  static Forwarding of(HttpFields headers, Networks trusted) {
    List<String> common = headers.getCSV(FOR, false);
    List<Element> standard =
        new QuotedCSV(true, headers.getValuesList(STANDARD).toArray(String[]::new))
            .getValues().stream().map(Element::of).toList();
    List<String> chain = standard.stream().map(Element::address).toList();
    Optional<String> byCommon = client(common, trusted);
    Optional<String> byStandard = client(chain, trusted);
    if (!common.isEmpty() && !chain.isEmpty() && !byCommon.equals(byStandard)) {
      return new Forwarding(NOTHING.address, NOTHING.scheme, NOTHING.host, NOTHING.prefix, true);
    }
    Element last = standard.isEmpty() ? Element.EMPTY : standard.get(standard.size() - 1);
    String scheme = last(headers, PROTO).orElse(last.scheme()).toLowerCase(Locale.ROOT);
    String host = last(headers, HOST).orElse(last.host());
    return new Forwarding(
        byCommon.or(() -> byStandard),
        Optional.of(scheme).filter(s -> s.equals("http") || s.equals("https")),
        Optional.of(host).filter(Forwarding::isHost),
        last(headers, PREFIX)
            .map(text -> text.endsWith("/") ? text.substring(0, text.length() - 1) : text)
            .filter(Kind::isBasePath),
        false);
  }

  /** From the right, past the proxies we know: what stands further left was said by the client. */
  private static Optional<String> client(List<String> chain, Networks trusted) {
    String client = null;
    for (int i = chain.size() - 1; i >= 0; i--) {
      String address = withoutPort(chain.get(i));
      if (Networks.literal(address).isEmpty()) {
        break;
      }
      client = address;
      if (!trusted.contains(address)) {
        break;
      }
    }
    return Optional.ofNullable(client);
  }

  private static String withoutPort(String node) {
    String bare = node.strip();
    if (bare.startsWith("[")) {
      int end = bare.indexOf(']');
      return end < 0 ? bare : bare.substring(1, end);
    }
    int colon = bare.indexOf(':');
    return colon >= 0 && colon == bare.lastIndexOf(':') ? bare.substring(0, colon) : bare;
  }

  private static Optional<String> last(HttpFields headers, String name) {
    List<String> values = headers.getCSV(name, false);
    return values.isEmpty() ? Optional.empty() : Optional.of(values.get(values.size() - 1).strip());
  }

  private static boolean isHost(String text) {
    return text.length() <= 260
        && text.matches("([A-Za-z0-9]([A-Za-z0-9._-]*)|\\[[0-9A-Fa-f:.]+\\])(:[0-9]{1,5})?");
  }

  /** One proxy's words in {@code Forwarded}. */
  private record Element(String address, String scheme, String host) {
    private static final Element EMPTY = new Element("", "", "");

    private static Element of(String text) {
      String address = "";
      String scheme = "";
      String host = "";
      for (String pair : pairs(text)) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          String value = QuotedStringTokenizer.unquote(pair.substring(equals + 1).strip());
          switch (pair.substring(0, equals).strip().toLowerCase(Locale.ROOT)) {
            case "for" -> address = value;
            case "proto" -> scheme = value;
            case "host" -> host = value;
            default -> {
              // "by" and whatever else there may be.
            }
          }
        }
      }
      return new Element(address, scheme, host);
    }

    /** Splits at semicolons that are not in quotes. */
    private static List<String> pairs(String text) {
      List<String> pairs = new ArrayList<>();
      StringBuilder pair = new StringBuilder();
      boolean quoted = false;
      for (char c : text.toCharArray()) {
        quoted ^= c == '"';
        if (c == ';' && !quoted) {
          pairs.add(pair.toString());
          pair.setLength(0);
        } else {
          pair.append(c);
        }
      }
      pairs.add(pair.toString());
      return pairs;
    }
  }
}
