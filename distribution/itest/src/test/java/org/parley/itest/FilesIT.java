// SPDX-License-Identifier: Apache-2.0
package org.parley.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.parley.itest.harness.Answer;
import org.parley.itest.harness.Api;
import org.parley.itest.harness.ParleyProcess;
import org.parley.itest.harness.SharedParley;

/**
 * Files: in by an upload, kept with a record, out again through it, and never as what they claim.
 */
@ExtendWith(SharedParley.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FilesIT {
  private static final int MEGABYTE = 1024 * 1024;
  private static final byte[] PNG = {
    (byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 0, 0, 13
  };

  private final ParleyProcess parley;
  private final Api api;

  FilesIT(ParleyProcess parley, Api api) {
    this.parley = parley;
    this.api = api;
  }

  @BeforeAll
  void install() {
    Papers.install(api);
  }

  private static byte[] bytes(int length, int seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private Answer send(String query, String type, byte[] content, String... headers) {
    BodyPublisher body = BodyPublishers.ofByteArray(content);
    return api.send("POST", "files" + query, body, type, headers);
  }

  /** Uploads a content and keeps it in a new record. */
  private long paper(String field, String query, String type, byte[] content, String... headers) {
    String token = send(query, type, content, headers).expect(201).json().path("file").asText();
    return api.create(Papers.TYPE, Map.of("name", "One", field, Map.of("file", token)))
        .path("id")
        .asLong();
  }

  private HttpResponse<byte[]> download(String method, long id, String rest, String... headers) {
    try {
      String path = "records/" + Papers.TYPE + "/" + id + "/files/" + rest;
      return api.http()
          .send(api.request(method, path, null, null, headers).build(), BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String header(HttpResponse<?> answer, String name) {
    return answer.headers().firstValue(name).orElse(null);
  }

  private long spooled() throws IOException {
    try (Stream<Path> files = Files.list(parley.setup().data().resolve("spool"))) {
      return files.count();
    }
  }

  @Test
  void aFileComesBackAsItWas() throws IOException {
    byte[] content = bytes(3 * MEGABYTE + 17, 1);
    Answer uploaded = send("?name=plan.bin", "application/x-plan", content).expect(201);
    assertThat(uploaded.json().path("name").asText()).isEqualTo("plan.bin");
    assertThat(uploaded.json().path("size").asInt()).isEqualTo(content.length);
    assertThat(uploaded.json().path("type").asText()).isEqualTo("application/x-plan");
    String token = uploaded.json().path("file").asText();

    JsonNode record =
        api.create(Papers.TYPE, Map.of("name", "Plan", "scan", Map.of("file", token)));
    long id = record.path("id").asLong();
    JsonNode scan = record.at("/fields/scan");
    assertThat(scan.path("name").asText()).isEqualTo("plan.bin");
    assertThat(scan.path("hash").asText()).hasSize(64);
    assertThat(scan.has("file")).isFalse();

    HttpResponse<byte[]> whole = download("GET", id, "scan");
    assertThat(whole.statusCode()).isEqualTo(200);
    assertThat(whole.body()).isEqualTo(content);
    assertThat(header(whole, "ETag")).isEqualTo("\"" + scan.path("hash").asText() + "\"");
    assertThat(header(whole, "Content-Disposition")).isEqualTo("attachment; filename=\"plan.bin\"");
    assertThat(header(whole, "Content-Type")).isEqualTo("application/octet-stream");
    assertThat(header(whole, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(header(whole, "Content-Security-Policy")).contains("default-src 'none'", "sandbox");
    assertThat(whole.headers().allValues("Cache-Control")).containsExactly("private, no-cache");

    HttpResponse<byte[]> head = download("HEAD", id, "scan");
    assertThat(head.statusCode()).isEqualTo(200);
    assertThat(header(head, "Content-Length")).isEqualTo(Integer.toString(content.length));
    assertThat(head.body()).isEmpty();
    assertThat(download("GET", id, "scan", "If-None-Match", header(whole, "ETag")).statusCode())
        .isEqualTo(304);
    assertThat(spooled()).isZero();
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=0-0, 206, 0, 1",
    "bytes=262140-262150, 206, 262140, 262151",
    "bytes=299990-, 206, 299990, 300000",
    "bytes=-10, 206, 299990, 300000",
    "bytes=299999-999999, 206, 299999, 300000",
    "'bytes=0-1,5-6', 200, 0, 300000",
    "nonsense, 200, 0, 300000",
    "bytes=300000-, 416, 0, 0",
    "bytes=-0, 416, 0, 0"
  })
  void aPartIsAnsweredAsAsked(String range, int status, int from, int to) {
    byte[] content = bytes(300_000, 2);
    long id = paper("scan", "?name=a", null, content);
    HttpResponse<byte[]> part = download("GET", id, "scan", "Range", range);
    assertThat(part.statusCode()).isEqualTo(status);
    if (status == 416) {
      assertThat(header(part, "Content-Range")).isEqualTo("bytes */300000");
      assertThat(header(part, "Content-Type")).isEqualTo("application/problem+json");
      return;
    }
    assertThat(part.body()).isEqualTo(Arrays.copyOfRange(content, from, to));
    if (status == 206) {
      assertThat(header(part, "Content-Range"))
          .isEqualTo("bytes " + from + "-" + (to - 1) + "/300000");
    }
    HttpResponse<byte[]> other =
        download("GET", id, "scan", "Range", "bytes=0-0", "If-Range", "\"another\"");
    assertThat(other.statusCode()).isEqualTo(200);
  }

  @Test
  void aFormBringsAFileToo() throws IOException {
    Path file = Files.createTempFile("parley-", "-Übung €.txt");
    Files.writeString(file, "words");
    Answer uploaded =
        api.send(
                "POST",
                "files",
                Api.multipart("xxBOUNDARYxx", "file", file),
                "multipart/form-data; boundary=xxBOUNDARYxx")
            .expect(201);
    assertThat(uploaded.json().path("name").asText()).isEqualTo(file.getFileName().toString());
    assertThat(uploaded.json().path("size").asInt()).isEqualTo(5);
    Answer wrong =
        api.send(
            "POST",
            "files",
            Api.multipart("xxBOUNDARYxx", "other", file),
            "multipart/form-data; boundary=xxBOUNDARYxx");
    assertThat(wrong.expect(400).code()).isEqualTo("bad_request");
    assertThat(spooled()).isZero();
  }

  @Test
  void replacedRenamedEmptiedTrashedAndRestored() {
    byte[] first = bytes(1_000, 3);
    byte[] second = bytes(2_000, 4);
    long id = paper("scan", "?name=first.bin", null, first);
    String path = "records/" + Papers.TYPE + "/" + id;
    String token = send("?name=second.bin", null, second).json().path("file").asText();
    api.patch(path, Map.of("fields", Map.of("scan", Map.of("file", token)))).expect(200);
    assertThat(download("GET", id, "scan").body()).isEqualTo(second);

    JsonNode scan = api.get(path).json().at("/fields/scan");
    String hash = scan.path("hash").asText();
    Answer same = api.patch(path, Map.of("fields", Map.of("scan", scan))).expect(200);
    assertThat(same.json().path("version").asInt()).as("nothing has changed").isEqualTo(2);
    Map<String, String> renamed = Map.of("hash", hash, "name", "../renamed.bin");
    api.patch(path, Map.of("fields", Map.of("scan", renamed))).expect(200);
    assertThat(header(download("GET", id, "scan"), "Content-Disposition"))
        .isEqualTo("attachment; filename=\"renamed.bin\"");

    JsonNode history = api.get(path + "/history").expect(200).json().path("items");
    assertThat(history.at("/1/changes/0/old/name").asText()).isEqualTo("first.bin");
    assertThat(history.at("/1/changes/0/new/name").asText()).isEqualTo("second.bin");

    api.delete(path).expect(204);
    assertThat(download("GET", id, "scan").statusCode()).isEqualTo(404);
    api.post(path + "/restore", Map.of()).expect(200);
    assertThat(download("GET", id, "scan").body()).isEqualTo(second);
    java.util.HashMap<String, Object> empty = new java.util.HashMap<>();
    empty.put("scan", null);
    api.patch(path, Map.of("fields", empty)).expect(200);
    assertThat(download("GET", id, "scan").statusCode()).isEqualTo(404);
    assertThat(download("GET", id, "name").statusCode()).isEqualTo(404);
    assertThat(download("GET", id, "nothing").statusCode()).isEqualTo(400);
  }

  @Test
  void aHashOrAGuessAttachesNothing() {
    long id = paper("scan", "?name=secret.bin", null, bytes(100, 5));
    String hash =
        api.get("records/" + Papers.TYPE + "/" + id).json().at("/fields/scan/hash").asText();
    for (Map<String, String> claim :
        java.util.List.of(
            Map.of("hash", hash),
            Map.of("file", hash),
            Map.of("file", "0123456789abcdef0123456789abcdef0123456789abcdef"))) {
      Answer refused =
          api.post(
              "records/" + Papers.TYPE, Map.of("fields", Map.of("name", "Mine", "scan", claim)));
      assertThat(refused.expect(422).json().at("/errors/0/field").asText()).isEqualTo("scan");
      assertThat(refused.json().at("/errors/0/code").asText()).isEqualTo("no_such_file");
    }
    for (Object claim : new Object[] {"text", 7, Map.of(), Map.of("file", 7), Map.of("x", "y")}) {
      Answer refused =
          api.post(
              "records/" + Papers.TYPE, Map.of("fields", Map.of("name", "Mine", "scan", claim)));
      assertThat(refused.expect(422).json().at("/errors/0/code").asText()).isEqualTo("wrong_kind");
    }
    Answer stranger =
        Api.anonymous(parley.root()).get("records/" + Papers.TYPE + "/" + id + "/files/scan");
    assertThat(stranger.status()).isEqualTo(401);
    assertThat(Api.anonymous(parley.root()).post("files", "{}").status()).isEqualTo(401);
    assertThat(api.withoutCsrf().post("files", "{}").code()).isEqualTo("csrf");
  }

  @Test
  void aFieldSaysWhatItTakes() {
    Answer text = send("?name=a.txt", "image/png", "no picture".getBytes(StandardCharsets.UTF_8));
    assertThat(text.json().path("type").asText()).isEqualTo("application/octet-stream");
    assertRefused(text, "media_type");
    assertRefused(send("?name=a.png", null, Arrays.copyOf(PNG, 2_000)), "too_large");
    long id = paper("photo", "?name=a.png", "text/html", Arrays.copyOf(PNG, 900));
    HttpResponse<byte[]> shown = download("GET", id, "photo?inline=true");
    assertThat(header(shown, "Content-Type")).isEqualTo("image/png");
    assertThat(header(shown, "Content-Disposition")).isEqualTo("inline; filename=\"a.png\"");
  }

  private void assertRefused(Answer uploaded, String code) {
    Map<String, String> claim = Map.of("file", uploaded.expect(201).json().path("file").asText());
    Answer refused =
        api.post("records/" + Papers.TYPE, Map.of("fields", Map.of("name", "No", "photo", claim)));
    assertThat(refused.expect(422).json().at("/errors/0/code").asText()).isEqualTo(code);
  }

  @ParameterizedTest
  @CsvSource({
    "text/html, evil.html",
    "image/svg+xml, evil.svg",
    "application/xhtml+xml, evil.xhtml",
    "text/xml, evil.xml",
    "application/javascript, evil.js",
    "image/png, evil.png",
    ", evil.html"
  })
  void whatCouldRunIsNeverShown(String type, String name) {
    byte[] script = "<svg><script>alert(1)</script></svg>".getBytes(StandardCharsets.UTF_8);
    long id = paper("scan", "?name=" + name, type, script);
    HttpResponse<byte[]> answer = download("GET", id, "scan?inline=true");
    String shown = header(answer, "Content-Type");
    assertThat(shown).isIn("application/octet-stream", "text/plain;charset=utf-8");
    assertThat(header(answer, "X-Content-Type-Options")).isEqualTo("nosniff");
    assertThat(header(answer, "Content-Security-Policy")).contains("sandbox");
    if (!shown.startsWith("text/plain")) {
      assertThat(header(answer, "Content-Disposition")).startsWith("attachment");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "..%2F..%2Fetc%2Fpasswd, passwd, attachment; filename=\"passwd\"",
    "..%5C..%5Cboot.ini, boot.ini, attachment; filename=\"boot.ini\"",
    "a%0D%0ASet-Cookie:%20x%3D1.txt, aSet-Cookie: x=1.txt, attachment; filename=\"aSet-Cookie: x=1.txt\"",
    "%F0%9F%90%B3.pdf, 🐳.pdf, attachment; filename=\"__.pdf\"; filename*=UTF-8''%F0%9F%90%B3.pdf",
    "%22%3B%20x%3D%22.txt, '\"; x=\".txt', 'attachment; filename=\"_; x=_.txt\"; filename*=UTF-8''''%22%3B%20x%3D%22.txt'",
    "%E2%80%AEgpj.exe, gpj.exe, attachment; filename=\"gpj.exe\"",
    ".., file, attachment; filename=\"file\""
  })
  void aHostileNameIsJustAName(String sent, String kept, String disposition) {
    long id = paper("scan", "?name=" + sent, null, bytes(10, 6));
    assertThat(api.get("records/" + Papers.TYPE + "/" + id).json().at("/fields/scan/name").asText())
        .isEqualTo(kept);
    assertThat(header(download("GET", id, "scan"), "Content-Disposition")).isEqualTo(disposition);
  }

  @Test
  void aLongNameKeepsItsEnding() {
    Answer uploaded = send("?name=" + "x".repeat(300) + ".pdf", null, bytes(10, 7)).expect(201);
    assertThat(uploaded.json().path("name").asText()).hasSize(255).endsWith("xx.pdf");
    Answer fromHeader =
        send(
                "",
                null,
                bytes(10, 7),
                "Content-Disposition",
                "attachment; filename=\"x\"; filename*=UTF-8''%C3%84rger.txt")
            .expect(201);
    assertThat(fromHeader.json().path("name").asText()).isEqualTo("Ärger.txt");
  }

  @Test
  void whatIsTooLargeIsRefusedBeforeItIsRead() throws IOException {
    Answer answer = send("?name=big", null, new byte[26 * MEGABYTE]);
    assertThat(answer.expect(413).code()).isEqualTo("too_large");
    assertThat(answer.json().path("detail").asText()).contains("25 MB");
    Answer early =
        RawHttp.post(
            parley.root(), api, "/api/v1/files", 26L * MEGABYTE, "application/octet-stream");
    assertThat(early.status()).as("with 1 KB of it sent").isEqualTo(413);
    Answer just = send("?name=just", null, new byte[25 * MEGABYTE + 1]);
    assertThat(just.expect(413).json().path("detail").asText()).contains("25 MB");
    send("?name=fits", null, new byte[25 * MEGABYTE]).expect(201);
    assertThat(spooled()).isZero();
  }

  @Test
  void anUploadThatBreaksOffLeavesNothing() throws IOException {
    String csrf =
        api.request("POST", "files", null, null)
            .build()
            .headers()
            .firstValue("X-CSRF-Token")
            .orElseThrow();
    try (Socket socket = new Socket(parley.root().getHost(), parley.root().getPort())) {
      OutputStream out = socket.getOutputStream();
      out.write(
          ("POST /api/v1/files HTTP/1.1\r\nHost: %s\r\nCookie: %s\r\nX-CSRF-Token: %s\r\n"
                  + "Content-Length: 5000000\r\n\r\n")
              .formatted(parley.root().getAuthority(), api.cookie(), csrf)
              .getBytes(StandardCharsets.US_ASCII));
      out.write(new byte[1_000_000]);
      out.flush();
      Awaitility.await().until(() -> spooled() == 1);
    }
    Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> spooled() == 0);
  }

  @Test
  void filesAreFoundAndSortedByWhatIsSaidOfThem() {
    String mark = "mark" + System.nanoTime();
    for (int size : new int[] {30, 10, 20}) {
      paper("scan", "?name=" + mark + "-%C3%89" + size + ".txt", null, new byte[size]);
    }
    assertThat(names("scan==" + mark + "*", "scan")).hasSize(3).isSorted();
    assertThat(names("scan.name==*" + mark + "-*20*", "scan")).hasSize(1);
    assertThat(names("scan==" + mark + "*;scan.size=gt=10", "-scan")).hasSize(2);
    assertThat(names("scan==" + mark + "*;scan.type==application/octet-stream", null)).hasSize(3);
    assertThat(names("scan==" + mark + "*;scan=null=true", null)).isEmpty();
    assertThat(api.get("records/" + Papers.TYPE, "filter", "scan.size==much").expect(400).code())
        .isEqualTo("bad_filter");
  }

  private java.util.List<String> names(String filter, String sort) {
    java.util.List<String> names = new java.util.ArrayList<>();
    api.get("records/" + Papers.TYPE, "filter", filter, "sort", sort == null ? "id" : sort)
        .expect(200)
        .json()
        .path("items")
        .forEach(item -> names.add(item.at("/fields/scan/name").asText()));
    return names;
  }

  @Test
  void theDocumentAndTheTypeTellOfFiles() {
    JsonNode document = api.get("openapi.json?types=" + Papers.TYPE).expect(200).json();
    assertThat(document.at("/paths/~1files/post/requestBody").isMissingNode()).isFalse();
    assertThat(
            document
                .at("/paths/~1records~1" + Papers.TYPE + "~1{id}~1files~1{field}/get")
                .isMissingNode())
        .isFalse();
    JsonNode fields = api.get("types/" + Papers.TYPE).expect(200).json().path("fields");
    JsonNode photo = null;
    for (JsonNode field : fields) {
      photo = field.path("name").asText().equals("photo") ? field : photo;
    }
    assertThat(photo.path("maxBytes").asInt()).isEqualTo(1_000);
    assertThat(photo.at("/accept/0").asText()).isEqualTo("image/*");
    assertThat(api.get("session").json().path("maxUpload").asLong()).isEqualTo(25L * MEGABYTE);
  }
}
