// SPDX-License-Identifier: Apache-2.0
package org.parley.core.rest.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.parley.api.record.Record;

/** Records counted, taken away as a file, named in other languages; and demo data. */
class FiguresTest {
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

  @Test
  void aSummaryIsAnsweredGroupByGroup() throws Exception {
    HttpResponse<String> answer =
        http.get("/api/v1/records/contact/summary?by=account,created_at:month&of=score");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body())
        .isEqualTo(
            "{\"count\":0,\"sums\":{},\"values\":{},\"groups\":[{\"by\":[\"x\",null],"
                + "\"titles\":[null,null],\"count\":1,\"sums\":{\"score\":\"7\"},"
                + "\"values\":{\"score\":1}}],\"more\":false}");
    assertThat(http.get("/api/v1/records/nothing/summary").statusCode()).isEqualTo(404);
    assertThat(http.get("/api/v1/records/contact/summary?group=x").statusCode()).isEqualTo(400);
  }

  @Test
  void aListIsAFileThatRunsNothing() throws Exception {
    contact(1, "=HYPERLINK(\"x\")");
    contact(2, "-3.50");
    contact(3, "-cmd");
    contact(4, "\"Byron\", Ada\nKing");
    HttpResponse<String> file = http.get("/api/v1/records/contact/export?fields=last_name,id");
    assertThat(file.statusCode()).as(file.body()).isEqualTo(200);
    assertThat(file.headers().firstValue("Content-Type"))
        .hasValueSatisfying(type -> assertThat(type).startsWith("text/csv"));
    assertThat(file.headers().firstValue("Content-Disposition"))
        .hasValueSatisfying(name -> assertThat(name).contains("attachment", "contact.csv"));
    assertThat(file.body().replace("\r\n", "\n"))
        .isEqualTo(
            "\uFEFFLAST_NAME,Id\n"
                + "\"'=HYPERLINK(\"\"x\"\")\",1\n"
                + "-3.50,2\n"
                + "'-cmd,3\n"
                + "\"\"\"Byron\"\", Ada\nKing\",4\n");
    assertThat(http.get("/api/v1/records/nothing/export").statusCode()).isEqualTo(404);
  }

  private void contact(long id, String name) {
    http.records.contacts.put(id, new Record("contact", id, 1, Map.of("last_name", name)));
  }

  @Test
  void typesAreNamedInTheReadersLanguage() throws Exception {
    assertThat(http.get("/api/v1/types/contact?lang=de").body())
        .contains("\"label\":\"Kontakt\"", "\"label\":\"Name\"");
    assertThat(http.get("/api/v1/types/contact").body()).contains("\"label\":\"Contact\"");
    assertThat(http.get("/api/v1/types?lang=en-XA").body()).contains("\"label\":\"⟦Contact⟧\"");
    assertThat(http.get("/api/v1/types?lang=de").headers().firstValue("ETag"))
        .isNotEqualTo(http.get("/api/v1/types").headers().firstValue("ETag"));
    assertThat(http.get("/api/v1/types?lang=../../etc/passwd").statusCode()).isEqualTo(200);
  }

  @Test
  void demoDataComesAndGoesByWhoMayManagePlugins() throws Exception {
    assertThat(http.send("POST", "/api/v1/demo", null).statusCode()).isEqualTo(204);
    assertThat(http.plugins.demo).isTrue();
    assertThat(http.send("DELETE", "/api/v1/demo", null).body())
        .isEqualTo("{\"removed\":3,\"kept\":[\"User 7 is in use.\"]}");
    http.login("eve");
    assertThat(http.send("POST", "/api/v1/demo", null).statusCode()).isEqualTo(403);
    assertThat(http.send("DELETE", "/api/v1/demo", null).statusCode()).isEqualTo(403);
  }
}
