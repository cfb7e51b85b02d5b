// SPDX-License-Identifier: Apache-2.0
package org.parley.itest.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.parley.itest.harness.Api;
import org.parley.itest.harness.PluginJar;

/** One operation of the OpenAPI document, and requests for it: right, nearly right and hostile. */
record Operation(String method, String path, JsonNode description, JsonNode shared) {

  private static final Pattern RECORDS = Pattern.compile("/records/([a-z0-9_]+)");

  /** A request, and how to show it when it fails. */
  record Shot(HttpRequest request, String shown) {}

  static List<Operation> of(JsonNode document) {
    List<Operation> operations = new ArrayList<>();
    document
        .path("paths")
        .properties()
        .forEach(
            path ->
                path.getValue()
                    .properties()
                    .forEach(
                        entry -> {
                          if (List.of("get", "post", "put", "patch", "delete")
                              .contains(entry.getKey())) {
                            operations.add(
                                new Operation(
                                    entry.getKey().toUpperCase(java.util.Locale.ROOT),
                                    path.getKey(),
                                    entry.getValue(),
                                    path.getValue().path("parameters")));
                          }
                        }));
    return operations;
  }

  Shot shot(Api api, Samples samples, Random dice, Map<String, List<String>> ids) {
    String target = path;
    StringBuilder query = new StringBuilder();
    List<String> headers = new ArrayList<>();
    List<JsonNode> parameters = new ArrayList<>();
    shared.forEach(parameters::add);
    description.path("parameters").forEach(parameters::add);
    for (JsonNode reference : parameters) {
      JsonNode parameter = samples.resolve(reference);
      String name = parameter.path("name").asText();
      if (name.equals("after") && dice.nextInt(6) > 0) {
        continue; // A made-up cursor is never right.
      }
      boolean hostile = dice.nextInt(8) == 0;
      String value = hostile ? Hostile.text(dice) : plain(name, parameter, samples, dice, ids);
      switch (parameter.path("in").asText()) {
        case "path" ->
            target = target.replace("{" + name + "}", value.isEmpty() ? "%20" : encode(value));
        case "header" -> {
          if (dice.nextBoolean()) {
            headers.add(name);
            headers.add(value.replaceAll("[^\\x20-\\x7e]", "?"));
          }
        }
        case "query" -> {
          if (dice.nextBoolean()) {
            query
                .append(query.isEmpty() ? '?' : '&')
                .append(name)
                .append('=')
                .append(encode(value));
          }
        }
        default -> throw new AssertionError("a parameter in " + parameter.path("in"));
      }
    }
    if (dice.nextInt(30) == 0) {
      query.append(query.isEmpty() ? '?' : '&').append("nonsense=").append(dice.nextInt());
    }
    target = target.startsWith("/api/v1/") || isRoot(target) ? target : "/api/v1" + target;
    Body body = body(samples, dice);
    HttpRequest request =
        api.request(
                method,
                target + query,
                body == null ? null : BodyPublishers.ofByteArray(body.bytes()),
                body == null ? null : body.type(),
                headers.toArray(String[]::new))
            .build();
    return new Shot(
        request, method + " " + target + query + " " + headers + (body == null ? "" : " " + body));
  }

  private static boolean isRoot(String target) {
    return target.startsWith("/health") || target.startsWith("/metrics");
  }

  /** The record type that the path is about, or an empty text. */
  private String type() {
    Matcher type = RECORDS.matcher(path);
    return type.find() ? type.group(1) : "";
  }

  private String plain(
      String name,
      JsonNode parameter,
      Samples samples,
      Random dice,
      Map<String, List<String>> ids) {
    List<String> there = ids.getOrDefault(type(), List.of());
    return switch (name) {
      case "type" -> List.of("account", "contact", "opportunity", "user").get(dice.nextInt(4));
      case "id" ->
          !there.isEmpty() && dice.nextInt(5) > 0
              ? there.get(dice.nextInt(there.size()))
              : Integer.toString(1 + dice.nextInt(3000));
      case "filter" ->
          List.of("id=gt=5", "name==*a*", "created_at=gt=today-1d").get(dice.nextInt(3));
      case "sort" -> List.of("id", "-modified_at", "name").get(dice.nextInt(3));
      case "fields" -> List.of("created_at", "owner", "modified_at,team").get(dice.nextInt(3));
      case "include" -> List.of("owner", "team", "created_by").get(dice.nextInt(3));
      case "types" -> List.of("account", "contact,opportunity").get(dice.nextInt(2));
      case "If-Match" -> "\"" + (1 + dice.nextInt(3)) + "\"";
      case "limit" -> Integer.toString(1 + dice.nextInt(200));
      default -> {
        JsonNode value = samples.value(parameter.path("schema"), 0);
        yield value.isValueNode() ? value.asText() : value.toString();
      }
    };
  }

  /** A body with its media type. */
  private record Body(String type, byte[] bytes) {
    @Override
    public String toString() {
      String text = new String(bytes, StandardCharsets.UTF_8);
      return type + " " + (text.length() > 600 ? text.substring(0, 600) + "…" : text);
    }
  }

  private Body body(Samples samples, Random dice) {
    JsonNode content = samples.resolve(description.path("requestBody")).path("content");
    if (content.isEmpty()) {
      return null;
    }
    if (content.has("application/java-archive") && dice.nextInt(4) > 0) {
      return new Body("application/java-archive", jar(dice));
    }
    JsonNode right = samples.value(content.path("application/json").path("schema"), 0);
    if (dice.nextInt(3) == 0) {
      samples.spoil(right);
    }
    String text = dice.nextInt(12) == 0 ? Hostile.broken(right, dice) : Hostile.write(right);
    String type = dice.nextInt(40) == 0 ? "text/plain" : "application/json";
    return new Body(type, text.getBytes(StandardCharsets.UTF_8));
  }

  /** A plugin with bytes flipped, or with a hostile value in a descriptor. */
  private static byte[] jar(Random dice) {
    PluginJar jar = PluginJar.owning("fuzz", "1." + dice.nextInt(3) + ".0");
    if (dice.nextBoolean()) {
      String descriptor =
          List.of("plugin.json", "record-types/acme_fuzz.json", "extensions/account.json")
              .get(dice.nextInt(3));
      jar.edit(
          descriptor,
          json -> {
            List<String> names =
                json.properties().stream().map(java.util.Map.Entry::getKey).toList();
            json.set(names.get(dice.nextInt(names.size())), Hostile.value(dice));
          });
      return jar.bytes();
    }
    byte[] bytes = jar.bytes();
    for (int i = dice.nextInt(5); i > 0; i--) {
      bytes[dice.nextInt(bytes.length)] = (byte) dice.nextInt();
    }
    return bytes;
  }

  private static String encode(String value) {
    // URLEncoder writes a lone surrogate as a question mark; the server has to bear that too.
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }

  @Override
  public String toString() {
    return method + " " + path;
  }
}
