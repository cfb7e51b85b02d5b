// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.ws.rs.HttpMethod;
import javax.ws.rs.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OpenApiTest {
  private HttpServer http;

  @BeforeEach
  void start() throws Exception {
    http = new HttpServer();
    http.login("admin");
  }

  @AfterEach
  void stop() throws Exception {
    http.close();
  }

  private JsonNode document(String query) throws Exception {
    var answer = http.get("/api/v1/openapi.json" + query);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return new ObjectMapper().readTree(answer.body());
  }

  @Test
  void itDescribesEveryCallOnEveryLiveType() throws Exception {
    JsonNode document = document("");
    assertThat(document.path("openapi").asText()).startsWith("3.0");
    List<String> paths = new ArrayList<>();
    document.path("paths").fieldNames().forEachRemaining(paths::add);
    assertThat(paths)
        .contains(
            "/session",
            "/types",
            "/types/{type}",
            "/plugins",
            "/plugins/{id}/quarantine",
            "/ui",
            "/events",
            "/records/contact",
            "/records/contact/{id}",
            "/records/contact/{id}/restore",
            "/records/contact/{id}/history",
            "/records/contact/bulk",
            "/records/account");
    JsonNode fields = document.at("/components/schemas/contact.create/properties");
    assertThat(fields.at("/last_name/maxLength").asInt()).isEqualTo(100);
    assertThat(fields.at("/email/format").asText()).isEqualTo("email");
    assertThat(fields.at("/born/format").asText()).isEqualTo("date");
    assertThat(fields.at("/seen_at/format").asText()).isEqualTo("date-time");
    assertThat(fields.at("/employees/format").asText()).isEqualTo("int64");
    assertThat(fields.at("/lifecycle/enum").toString()).isEqualTo("[\"new\",\"won\",null]");
    assertThat(fields.at("/revenue/properties/currency/pattern").asText()).isNotEmpty();
    assertThat(fields.has("hidden")).isFalse();
    assertThat(document.at("/components/schemas/contact.create/required").toString())
        .isEqualTo("[\"last_name\"]");
    assertThat(
            document.at("/components/schemas/contact.create/additionalProperties").asBoolean(true))
        .isFalse();
  }

  @Test
  void everyRouteThereIsIsDescribed() throws Exception {
    JsonNode paths = document("").path("paths");
    for (Object resource : ApiServlet.resources(new Rooms())) {
      String base = resource.getClass().getAnnotation(Path.class).value();
      for (Method method : resource.getClass().getMethods()) {
        for (Annotation annotation : method.getAnnotations()) {
          HttpMethod verb = annotation.annotationType().getAnnotation(HttpMethod.class);
          // Files are described with the types that have some.
          if (verb != null && !(resource instanceof RecordFilesResource)) {
            Path rest = method.getAnnotation(Path.class);
            String path =
                (base + (rest == null ? "" : rest.value()))
                    .replace("/records/{type}", "/records/contact")
                    .replace("/conversions/{name}", "/conversions/promote");
            assertThat(paths.path(path).has(verb.value().toLowerCase(Locale.ROOT)))
                .as("%s %s", verb.value(), path)
                .isTrue();
          }
        }
      }
    }
  }

  @Test
  void everyReferenceInItLeadsSomewhere() throws Exception {
    JsonNode document = document("");
    for (JsonNode reference : document.findValues("$ref")) {
      assertThat(document.at(reference.asText().substring(1)).isMissingNode())
          .as(reference.asText())
          .isFalse();
    }
    List<String> ids = document.findValuesAsText("operationId");
    assertThat(ids).hasSizeGreaterThan(20).doesNotHaveDuplicates();
  }

  @Test
  void itNarrowsAndFollowsTheModel() throws Exception {
    assertThat(document("?types=account").path("paths").has("/records/contact")).isFalse();
    assertThat(http.get("/api/v1/openapi.json?types=nothing").statusCode()).isEqualTo(404);
    http.records.model =
        new org.parley.core.record.Model(
            8, "other", java.util.Map.of("account", Samples.account()));
    assertThat(document("").path("paths").has("/records/contact")).isFalse();
  }

  @Test
  void swaggerUiComesWithoutALogin() throws Exception {
    http.cookie = null;
    assertThat(http.get("/api/docs/").body()).contains("swagger-ui-bundle.js");
    for (String file : new String[] {"swagger-ui.css", "swagger-ui-bundle.js", "start.js"}) {
      assertThat(http.get("/api/docs/" + file).statusCode()).as(file).isEqualTo(200);
    }
    assertThat(http.get("/api/docs/../v1/types").statusCode()).isEqualTo(401);
    assertThat(http.get("/api/docs/nothing").statusCode()).isEqualTo(404);
    assertThat(http.get("/api/docs").headers().firstValue("Location")).hasValue("docs/");
  }
}
