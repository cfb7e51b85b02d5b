// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Random;

/** Values that have broken other programs. */
final class Hostile {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
  private static final ObjectMapper JSON = new ObjectMapper();

  static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "null",
          "0",
          "-1",
          "9223372036854775807",
          "9223372036854775808",
          "1e309",
          "NaN",
          "true",
          "'",
          "\"",
          "\\",
          "%",
          "%00",
          "\u0000",
          "a\u0000b",
          "\n\r\t",
          "../../etc/passwd",
          "..",
          "<script>alert(1)</script>",
          "'; DROP TABLE account; --",
          "${jndi:ldap://127.0.0.1/a}",
          "\uD800",
          "\uDBFF\uDFFF",
          "\u202E\u200B\uFEFF",
          "ﬀǅßİı",
          "😀".repeat(50),
          "a".repeat(300),
          "x".repeat(3000),
          "(((((",
          "name==*",
          "name=in=()",
          "id=gt=1;id=lt=a",
          "owner==me",
          "created_at=gt=today-99999999999d",
          "close_date==this_month",
          "account.account.account.account.name==a",
          "-",
          "--name",
          "name,-name,name,name",
          "2026-02-30",
          "0000-00-00",
          "+999999999-12-31",
          "2026-11-22T25:61:61Z",
          "javascript:alert(1)",
          "http://[::1",
          "a@b@c",
          "eyJpZCI6MX0");

  private Hostile() {}

  static String text(Random dice) {
    return TEXTS.get(dice.nextInt(TEXTS.size()));
  }

  static JsonNode value(Random dice) {
    return switch (dice.nextInt(12)) {
      case 0 -> NODES.nullNode();
      case 1 -> NODES.booleanNode(dice.nextBoolean());
      case 2 -> NODES.numberNode(dice.nextLong());
      case 3 -> NODES.numberNode(new BigInteger("9".repeat(1 + dice.nextInt(60))));
      case 4 -> NODES.numberNode(new BigDecimal("1e" + (dice.nextInt(800) - 400)));
      case 5 -> NODES.numberNode(-0.0);
      case 6 -> NODES.arrayNode().add(text(dice)).addNull();
      case 7 -> NODES.objectNode().put("type", text(dice)).put("id", dice.nextInt());
      case 8 -> NODES.objectNode().put("amount", text(dice)).put("currency", text(dice));
      case 9 -> NODES.objectNode().set(text(dice), NODES.arrayNode());
      default -> NODES.textNode(text(dice));
    };
  }

  /** A body that is not even JSON, or not quite. */
  static String broken(JsonNode right, Random dice) {
    String text = write(right);
    return switch (dice.nextInt(6)) {
      case 0 -> text.substring(0, dice.nextInt(text.length() + 1));
      case 1 -> text + text;
      case 2 -> text.replaceFirst(":", "");
      case 3 -> "[".repeat(2_000);
      case 4 -> "{\"a\":".repeat(500) + "1" + "}".repeat(500);
      default -> text(dice);
    };
  }

  static String write(JsonNode node) {
    try {
      return JSON.writeValueAsString(node);
    } catch (com.fasterxml.jackson.core.JsonProcessingException unwritable) {
      // A lone surrogate, which JSON text cannot carry in UTF-8.
      return "{\"fields\": {\"name\": \"\\uD800\"}}";
    }
  }
}
