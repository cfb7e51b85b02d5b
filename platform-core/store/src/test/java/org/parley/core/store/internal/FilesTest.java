// SPDX-License-Identifier: Apache-2.0
package org.parley.core.store.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.parley.core.store.internal.Types.field;
import static org.parley.core.store.internal.Types.type;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.sql.Statement;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.parley.api.error.ParleyException;
import org.parley.api.record.Record;
import org.parley.api.record.StoredFile;
import org.parley.core.record.FileStorage;
import org.parley.core.record.FileStorage.Spooled;
import org.parley.core.record.FileStorage.Upload;

/** Contents of files: kept once, read in parts, gone when nothing names them any more. */
class FilesTest {
  private static final Instant LONG_AGO = Instant.parse("2026-01-01T00:00:00Z");
  private static final Instant YESTERDAY = Instant.parse("2026-01-02T00:00:00Z");

  private Path data;
  private Store store;
  private FileStorage files;

  @BeforeEach
  void open(TestInfo test) {
    String name = "files-" + test.getTestMethod().orElseThrow().getName();
    data = TestDatabase.place(name);
    store =
        Store.fresh(name)
            .activate(
                Types.model(
                    1, type("paper", field("name", Kinds.TEXT), field("scan", Kinds.FILE))));
    files = store.contents();
  }

  @AfterEach
  void close() {
    store.close();
  }

  private static byte[] bytes(int length, int seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private Upload keep(byte[] content, String token, Instant at) throws IOException {
    try (Spooled spooled = files.spool(new ByteArrayInputStream(content), content.length)) {
      Upload upload =
          new Upload(token, 7, spooled.hash(), "a.txt", spooled.size(), "text/plain", at);
      files.keep(spooled, upload);
      return upload;
    }
  }

  private static StoredFile file(Upload upload) {
    return new StoredFile(upload.hash(), upload.name(), upload.size(), upload.type());
  }

  private byte[] read(String hash, long from, long length) throws IOException {
    try (InputStream in = files.open(hash, from, length)) {
      return in.readAllBytes();
    }
  }

  private long count(String table) {
    return store
        .database()
        .read(
            connection -> {
              try (Statement statement = connection.createStatement();
                  var row = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
                row.next();
                return row.getLong(1);
              }
            });
  }

  private long spooled() throws IOException {
    try (Stream<Path> left = Files.list(data.resolve("spool"))) {
      return left.count();
    }
  }

  @Test
  void whatIsKeptIsReadAgainWholeAndInParts() throws Exception {
    byte[] content = bytes(700_001, 1);
    Upload upload = keep(content, "t", Instant.now());
    assertThat(upload.hash())
        .isEqualTo(HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
    assertThat(files.size(upload.hash())).hasValue(content.length);
    assertThat(read(upload.hash(), 0, content.length)).isEqualTo(content);
    int piece = 256 * 1024;
    for (long[] part :
        new long[][] {
          {0, 1}, {piece - 1, 2}, {piece, piece}, {10, 600_000}, {700_000, 1}, {5, 0}
        }) {
      assertThat(read(upload.hash(), part[0], part[1]))
          .isEqualTo(Arrays.copyOfRange(content, (int) part[0], (int) (part[0] + part[1])));
    }
    store.reopen();
    files = store.contents();
    assertThat(read(upload.hash(), 0, content.length)).isEqualTo(content);
    assertThat(files.upload("t").orElseThrow().userId()).isEqualTo(7);
    assertThat(spooled()).isZero();
  }

  @Test
  void nothingIsAContentToo() throws IOException {
    Upload upload = keep(new byte[0], "t", Instant.now());
    assertThat(files.size(upload.hash())).hasValue(0);
    assertThat(read(upload.hash(), 0, 0)).isEmpty();
  }

  @Test
  void theSameContentLiesThereOnceHoweverManySendItAtOnce() throws Exception {
    byte[] content = bytes(600_000, 2);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      CountDownLatch together = new CountDownLatch(1);
      List<Future<Upload>> sent =
          IntStream.range(0, 8)
              .mapToObj(
                  number ->
                      threads.submit(
                          (Callable<Upload>)
                              () -> {
                                together.await();
                                return keep(content, "token-" + number, Instant.now());
                              }))
              .toList();
      together.countDown();
      for (Future<Upload> one : sent) {
        assertThat(one.get().size()).isEqualTo(content.length);
      }
    } finally {
      threads.shutdown();
    }
    assertThat(count("parley_content")).isEqualTo(1);
    assertThat(count("parley_content_piece")).isEqualTo(3);
    assertThat(count("parley_upload")).isEqualTo(8);
  }

  @Test
  void whatIsTooLongOrBreaksOffLeavesNothingBehind() throws IOException {
    byte[] content = bytes(300_000, 3);
    assertThatThrownBy(() -> files.spool(new ByteArrayInputStream(content), 299_999))
        .isInstanceOf(FileStorage.TooLong.class);
    InputStream broken =
        new InputStream() {
          private int left = 200_000;

          @Override
          public int read() throws IOException {
            if (left <= 0) {
              throw new IOException("the client went away");
            }
            left--;
            return 'x';
          }
        };
    assertThatThrownBy(() -> files.spool(broken, 1_000_000)).hasMessage("the client went away");
    assertThat(spooled()).isZero();
    assertThat(count("parley_content")).isZero();
  }

  @Test
  void aStartEmptiesTheSpoolOfWhatACrashLeft() throws IOException {
    files.spool(new ByteArrayInputStream(new byte[10]), 10);
    assertThat(spooled()).isEqualTo(1);
    store.contents();
    assertThat(spooled()).isZero();
  }

  @Test
  void aContentGoesWhenNeitherRecordNorUploadNamesIt() throws IOException {
    Upload forgotten = keep(bytes(10, 4), "forgotten", LONG_AGO);
    Upload used = keep(bytes(300_000, 5), "used", LONG_AGO);
    Upload fresh = keep(bytes(10, 6), "fresh", Instant.now());
    Record paper = store.create("paper", "name", "one", "scan", file(used));

    assertThat(files.collect(YESTERDAY)).isEqualTo(1);
    assertThat(files.size(forgotten.hash())).isEmpty();
    assertThat(files.upload("forgotten")).isEmpty();
    assertThat(files.upload("used")).isEmpty();
    assertThat(files.size(fresh.hash())).isPresent();
    assertThat(read(used.hash(), 0, used.size())).hasSize(300_000);

    Record trashed = store.trash(paper);
    assertThat(files.collect(YESTERDAY)).isZero();
    Record restored = store.restore(trashed);
    assertThat(store.find(restored).orElseThrow().get("scan")).isEqualTo(file(used));

    Record emptied = store.update(restored, "scan", null);
    assertThat(files.collect(YESTERDAY)).as("its grace begins when it is let go").isZero();
    assertThat(files.collect(Instant.now().plusSeconds(60))).isEqualTo(2);
    assertThat(count("parley_content_piece")).isZero();
    assertThat(store.find(emptied).orElseThrow().get("scan")).isNull();
  }

  @Test
  void oneContentInTwoRecordsStaysUntilBothLetGo() throws IOException {
    Upload upload = keep(bytes(10, 7), "t", LONG_AGO);
    Record one = store.create("paper", "scan", file(upload));
    Record other = store.create("paper", "scan", file(upload));
    store.update(one, "scan", null);
    assertThat(files.collect(Instant.now().plusSeconds(60))).isZero();
    store.update(other, "scan", null);
    assertThat(files.collect(Instant.now().plusSeconds(60))).isEqualTo(1);
  }

  @Test
  void aFieldThatIsHiddenByNowStillHoldsItsContent() throws IOException {
    Upload upload = keep(bytes(10, 8), "t", LONG_AGO);
    Record paper = store.create("paper", "name", "one", "scan", file(upload));
    store.activate(
        Types.model(
            2, type("paper", field("name", Kinds.TEXT), field("scan", Kinds.FILE).hidden())));
    store.update(store.find(paper).orElseThrow(), "name", "two");
    assertThat(files.collect(Instant.now().plusSeconds(60))).isZero();
  }

  @Test
  void anUploadThatTheSweepTookInBetweenIsRefusedAtItsField() throws IOException {
    Upload upload = keep(bytes(10, 9), "t", LONG_AGO);
    files.collect(YESTERDAY);
    assertThatThrownBy(() -> store.create("paper", "scan", file(upload)))
        .isInstanceOfSatisfying(
            ParleyException.class,
            refused -> assertThat(refused.fields().get(0).code()).isEqualTo("no_such_file"));
    assertThat(count("parley_content_use")).isZero();
  }

  /** The sweep meets a use that is written but not committed: it waits, and lets it be. */
  @Test
  void theSweepLosesNothingThatAnUncommittedWriteIsAboutToUse() throws Exception {
    Upload upload = keep(bytes(300_000, 10), "t", LONG_AGO);
    CountDownLatch written = new CountDownLatch(1);
    CompletableFuture<Void> goOn = new CompletableFuture<>();
    ExecutorService threads = Executors.newSingleThreadExecutor();
    try {
      Future<?> writer =
          threads.submit(
              () ->
                  store
                      .database()
                      .transaction(
                          connection -> {
                            try (var insert =
                                connection.prepareStatement(
                                    "INSERT INTO parley_content_use (record_id, field_id, hash)"
                                        + " VALUES (999, 999, ?)")) {
                              insert.setString(1, upload.hash());
                              insert.executeUpdate();
                            }
                            written.countDown();
                            return goOn.join();
                          }));
      written.await();
      Future<Integer> sweep =
          CompletableFuture.supplyAsync(() -> files.collect(YESTERDAY.plusSeconds(1)));
      goOn.completeOnTimeout(null, 1_000, java.util.concurrent.TimeUnit.MILLISECONDS);
      writer.get();
      assertThat(sweep.get()).isZero();
    } finally {
      threads.shutdown();
    }
    assertThat(read(upload.hash(), 0, upload.size())).hasSize(300_000);
  }

  @Test
  void whatNobodyAttachedIsCountedAgainstItsSender() throws IOException {
    Upload upload = keep(bytes(1_000, 11), "a", Instant.now());
    keep(bytes(500, 12), "b", Instant.now());
    assertThat(files.unattached(7)).isEqualTo(1_500);
    assertThat(files.unattached(8)).isZero();
    store.create("paper", "scan", file(upload));
    assertThat(files.unattached(7)).isEqualTo(500);
  }
}
