// SPDX-License-Identifier: Apache-2.0
package org.parley.core.record.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.parley.api.error.ErrorKind;
import org.parley.api.error.ParleyException;
import org.parley.api.record.StoredFile;
import org.parley.api.security.Principal;
import org.parley.core.record.FileScanSource;
import org.parley.core.record.HookSource;
import org.parley.core.record.RecordFiles.Incoming;
import org.parley.core.record.RecordFiles.Uploaded;
import org.parley.core.record.Result;
import org.parley.spi.file.FileScanner;
import org.parley.spi.file.ScannedFile;
import org.parley.spi.file.Verdict;
import org.parley.spi.record.Decision;
import org.parley.spi.record.Draft;
import org.parley.spi.record.HookContext;

/** Files: who may attach what, what it is, and what scanners have to say. */
class FilesTest {
  private static final String PAPER =
      """
      {format: 1, type: 'paper', title: '{scan}',
       fields: [
        {name: 'name', kind: 'text'},
        {name: 'scan', kind: 'file'},
        {name: 'photo', kind: 'file', maxBytes: 100, accept: ['image/*', 'application/pdf']}]}
      """;
  private static final String PNG = "\u0089PNG\r\n\u001a\nrest";

  private final Room room = new Room(PAPER);
  private final Principal eve = new Principal(Principal.Kind.USER, 4711, "eve", Set.of("records"));

  private Uploaded upload(Principal who, String content, String name, String type) {
    try {
      byte[] bytes = content.getBytes(StandardCharsets.ISO_8859_1);
      return room.files.upload(
          who, () -> new Incoming(new ByteArrayInputStream(bytes), name, type));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private Result attach(Principal who, String field, Map<String, Object> claim) {
    return room.records.create(who, "paper", Map.of(field, claim), "test");
  }

  private String code(Principal who, String field, Map<String, Object> claim) {
    try {
      attach(who, field, claim);
      return "attached";
    } catch (ParleyException refused) {
      assertThat(refused.kind()).isEqualTo(ErrorKind.INVALID);
      return refused.fields().get(0).code();
    }
  }

  @Test
  void anUploadIsForTheOneWhoSentIt() {
    Uploaded sent = upload(room.ada, "words", "a.txt", "text/plain");
    assertThat(code(eve, "scan", Map.of("file", sent.token()))).isEqualTo("no_such_file");
    Result paper = attach(room.ada, "scan", Map.of("file", sent.token()));
    StoredFile file = (StoredFile) paper.record().get("scan");
    assertThat(file.name()).isEqualTo("a.txt");
    assertThat(file.size()).isEqualTo(5);
    assertThat(paper.title()).isEqualTo("a.txt");
    assertThat(code(room.ada, "scan", Map.of("hash", file.hash()))).isEqualTo("no_such_file");
    assertThat(code(room.ada, "scan", Map.of("file", file.hash()))).isEqualTo("no_such_file");
    assertThat(code(Principal.SYSTEM, "scan", Map.of("file", sent.token())))
        .isEqualTo("no_such_file");
  }

  @Test
  void whatStandsThereMayBeSentBackAndRenamed() {
    Uploaded sent = upload(room.ada, "words", "a.txt", "text/plain");
    long id =
        attach(room.ada, "scan", Map.of("file", sent.token(), "name", "../b.txt")).record().id();
    StoredFile file = (StoredFile) room.get("paper", id).record().get("scan");
    assertThat(file.name()).isEqualTo("b.txt");
    Map<String, Object> shown =
        Map.of("hash", file.hash(), "name", "b.txt", "size", 5L, "type", "text/plain");
    room.records.update(room.ada, "paper", id, 1, Map.of("scan", shown), "test");
    assertThat(room.get("paper", id).record().version()).isEqualTo(1);
    Map<String, Object> renamed = Map.of("hash", file.hash(), "name", "c.txt");
    room.records.update(room.ada, "paper", id, 1, Map.of("scan", renamed), "test");
    assertThat(room.get("paper", id).title()).isEqualTo("c.txt");
    assertThat(codeOfUpdate(id, Map.of("hash", "0".repeat(64)))).isEqualTo("no_such_file");
  }

  private String codeOfUpdate(long id, Map<String, Object> claim) {
    try {
      room.records.update(room.ada, "paper", id, 0, Map.of("scan", claim), "test");
      return "written";
    } catch (ParleyException refused) {
      return refused.fields().get(0).code();
    }
  }

  @Test
  void aFieldTakesWhatItSays() {
    Uploaded large = upload(room.ada, PNG + "x".repeat(100), "a.png", null);
    assertThat(code(room.ada, "photo", Map.of("file", large.token()))).isEqualTo("too_large");
    Uploaded text = upload(room.ada, "words", "a.png", "image/png");
    assertThat(code(room.ada, "photo", Map.of("file", text.token()))).isEqualTo("media_type");
    Uploaded right = upload(room.ada, PNG, "a.png", "text/html");
    assertThat(code(room.ada, "photo", Map.of("file", right.token()))).isEqualTo("attached");
  }

  @Test
  void anUploadHasALimitAndAPlace() throws Exception {
    assertThatThrownBy(() -> upload(room.ada, "x".repeat(1_001), "a", null))
        .isInstanceOfSatisfying(
            ParleyException.class,
            refused -> assertThat(refused.kind()).isEqualTo(ErrorKind.TOO_LARGE));
    assertThatThrownBy(() -> upload(Principal.SYSTEM, "x", "a", null))
        .isInstanceOf(ParleyException.class);
    assertThat(room.contents.spooled).isZero();

    CountDownLatch sending = new CountDownLatch(6);
    CompletableFuture<Void> goOn = new CompletableFuture<>();
    InputStream slow =
        new InputStream() {
          @Override
          public int read() {
            return -1;
          }
        };
    CompletableFuture<?>[] all = new CompletableFuture<?>[6];
    for (int i = 0; i < all.length; i++) {
      all[i] =
          CompletableFuture.runAsync(
              () -> {
                try {
                  room.files.upload(
                      room.ada,
                      () -> {
                        sending.countDown();
                        goOn.join();
                        return new Incoming(slow, "a", null);
                      });
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              },
              task -> new Thread(task).start());
    }
    sending.await();
    assertThatThrownBy(() -> upload(room.ada, "x", "a", null))
        .isInstanceOfSatisfying(
            ParleyException.class,
            refused -> assertThat(refused.kind()).isEqualTo(ErrorKind.TOO_MANY));
    upload(eve, "x", "a", null);
    goOn.complete(null);
    CompletableFuture.allOf(all).get();
    upload(room.ada, "x", "a", null);
  }

  @Test
  void whoAttachesNothingCannotGoOnForEver() {
    for (int i = 0; i < 41; i++) {
      upload(room.ada, "x".repeat(1_000), "a", null);
    }
    assertThatThrownBy(() -> upload(room.ada, "x", "a", null))
        .isInstanceOfSatisfying(
            ParleyException.class,
            refused -> assertThat(refused.code()).isEqualTo("too_many_uploads"));
  }

  @ParameterizedTest
  @CsvSource({
    "%PDF-1.7, text/html, application/pdf",
    "GIF89a, , image/gif",
    "RIFFxxxxWEBPVP8, image/png, image/webp",
    "words, , text/plain",
    "words, text/CSV; charset=latin1, text/csv",
    "words, image/gif, application/octet-stream",
    "<html>, text/html, text/html",
    "words, application/x-www-form-urlencoded, text/plain",
    "words, 'nonsense<script>', text/plain",
    "words, application/vnd.ms-excel, application/vnd.ms-excel"
  })
  void whatAFileIsTheContentTells(String content, String declared, String type) {
    assertThat(upload(room.ada, content, "a", declared).type()).isEqualTo(type);
  }

  @Test
  void bytesAreNoText() {
    assertThat(upload(room.ada, "a\u0000b", "a.txt", "text/plain").type())
        .isEqualTo("application/octet-stream");
  }

  private void scanner(boolean guard, FileScanner scanner) {
    room.scans.add(
        new FileScanSource.Scan() {
          @Override
          public String plugin() {
            return "acme-scan";
          }

          @Override
          public boolean guard() {
            return guard;
          }

          @Override
          public Verdict scan(ScannedFile file) throws HookSource.HookFailure {
            try {
              return scanner.scan(file);
            } catch (IOException | RuntimeException e) {
              throw new HookSource.HookFailure(e.getMessage(), null);
            }
          }
        });
  }

  @Test
  void aScannerSeesTheFileAndRefusesIt() {
    ScannedFile[] seen = new ScannedFile[1];
    scanner(
        false,
        file -> {
          seen[0] = file;
          try (InputStream in = file.open()) {
            String text = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
            return text.contains("evil") ? Verdict.infected("Evil.Thing") : Verdict.clean();
          }
        });
    Uploaded good = upload(room.ada, "good", "a.txt", null);
    assertThat(code(room.ada, "scan", Map.of("file", good.token()))).isEqualTo("attached");
    assertThat(seen[0].name()).isEqualTo("a.txt");
    assertThat(seen[0].size()).isEqualTo(4);
    assertThatThrownBy(
            () -> {
              try (InputStream late = seen[0].open()) {
                late.read();
              }
            })
        .as("after the call")
        .isInstanceOf(IOException.class);
    Uploaded bad = upload(room.ada, "evil", "a.txt", null);
    assertThatThrownBy(() -> attach(room.ada, "scan", Map.of("file", bad.token())))
        .isInstanceOfSatisfying(
            ParleyException.class,
            refused -> {
              assertThat(refused.kind()).isEqualTo(ErrorKind.INVALID);
              assertThat(refused.fields().get(0).code()).isEqualTo("infected");
              assertThat(refused.getMessage()).contains("acme-scan", "Evil.Thing");
            });
  }

  @Test
  void whatAScannerCannotTellOnlyAGuardRefuses() {
    Uploaded sent = upload(room.ada, "words", "a.txt", null);
    scanner(false, file -> Verdict.unknown("encrypted"));
    scanner(
        false,
        file -> {
          throw new IOException("no engine");
        });
    assertThat(code(room.ada, "scan", Map.of("file", sent.token()))).isEqualTo("attached");
    scanner(true, file -> Verdict.unknown("encrypted"));
    assertThat(code(room.ada, "scan", Map.of("file", sent.token()))).isEqualTo("not_scanned");
    room.scans.clear();
    scanner(
        true,
        file -> {
          throw new IOException("no engine");
        });
    assertThatThrownBy(() -> attach(room.ada, "scan", Map.of("file", sent.token())))
        .isInstanceOfSatisfying(
            ParleyException.class,
            refused -> {
              assertThat(refused.kind()).isEqualTo(ErrorKind.UNAVAILABLE);
              assertThat(refused.code()).isEqualTo("guard_unavailable");
              assertThat(refused.getMessage()).contains("acme-scan");
            });
  }

  @Test
  void aHookSeesTheFileAndMayRenameItButNotBringAnother() {
    String[] wanted = {null};
    Object[] seen = new Object[1];
    room.hooks.add(
        new HookSource.Hook() {
          @Override
          public String plugin() {
            return "acme-hook";
          }

          @Override
          public boolean guard() {
            return true;
          }

          @Override
          public Decision before(Draft draft, HookContext context) {
            StoredFile file = (StoredFile) draft.fields().get("scan");
            seen[0] = file;
            String hash = wanted[0] == null ? file.hash() : wanted[0];
            return Decision.proceed()
                .set("scan", new StoredFile(hash, "hooked.txt", file.size(), file.type()));
          }
        });
    Uploaded sent = upload(room.ada, "words", "a.txt", null);
    Result paper = attach(room.ada, "scan", Map.of("file", sent.token()));
    assertThat(seen[0]).isInstanceOf(StoredFile.class);
    assertThat(paper.title()).isEqualTo("hooked.txt");
    wanted[0] = "0".repeat(64);
    assertThatThrownBy(() -> attach(room.ada, "scan", Map.of("file", sent.token())))
        .isInstanceOfSatisfying(
            ParleyException.class,
            refused -> assertThat(refused.code()).isEqualTo("guard_unavailable"));
  }

  @Test
  void aFileIsOpenedThroughItsRecord() throws IOException {
    Uploaded sent = upload(room.ada, "words", "a.txt", null);
    long id = attach(room.ada, "scan", Map.of("file", sent.token())).record().id();
    try (InputStream in = room.files.open(room.ada, "paper", id, "scan").open(1, 3)) {
      assertThat(in.readAllBytes()).isEqualTo("ord".getBytes(StandardCharsets.US_ASCII));
    }
    Principal nobody = new Principal(Principal.Kind.USER, 99, "nobody", Set.of());
    assertThatThrownBy(() -> room.files.open(nobody, "paper", id, "scan"))
        .isInstanceOfSatisfying(
            ParleyException.class,
            refused -> assertThat(refused.kind()).isEqualTo(ErrorKind.NOT_FOUND));
    room.records.delete(room.ada, "paper", id, 0, "test");
    assertThatThrownBy(() -> room.files.open(room.ada, "paper", id, "scan"))
        .isInstanceOfSatisfying(
            ParleyException.class,
            refused -> assertThat(refused.kind()).isEqualTo(ErrorKind.NOT_FOUND));
  }
}
