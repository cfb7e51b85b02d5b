// SPDX-License-Identifier: Apache-2.0
package org.parley.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.parley.itest.harness.Api;

/**
 * A client's book of files it has attached: one that was answered can be fetched, byte for byte;
 * one that was not is there as a whole or not at all. Their contents are made of their seeds.
 */
final class FileBook {
  /** Some of one piece in the database, some of several. */
  private static final int LONGEST = 700_000;

  private final Map<Long, Boolean> answered = new ConcurrentHashMap<>();

  /** Uploads a file and creates the record that names it. */
  void write(Api api, long seed) {
    answered.put(seed, false);
    String token =
        api.send("POST", "files", BodyPublishers.ofByteArray(content(seed)), "application/x-test")
            .expect(201)
            .json()
            .path("file")
            .asText();
    api.create(Papers.TYPE, Map.of("name", name(seed), "scan", Map.of("file", token)));
    answered.put(seed, true);
  }

  private static byte[] content(long seed) {
    Random dice = new Random(seed);
    byte[] content = new byte[1 + dice.nextInt(LONGEST)];
    dice.nextBytes(content);
    return content;
  }

  private static String name(long seed) {
    return "Paper " + Long.toHexString(seed);
  }

  int files() {
    return (int) answered.values().stream().filter(Boolean::booleanValue).count();
  }

  /** Fetches all of them. */
  void verify(Api api) {
    answered.forEach(
        (seed, known) -> {
          JsonNode items =
              api.get("records/" + Papers.TYPE, "filter", "name=='" + name(seed) + "'")
                  .expect(200)
                  .json()
                  .path("items");
          assertThat(items.size()).as(name(seed) + ", answered: " + known).isIn(known ? 1 : 0, 1);
          for (JsonNode item : items) {
            assertThat(fetched(api, item.path("id").asLong()))
                .as(name(seed))
                .isEqualTo(content(seed));
          }
        });
  }

  private static byte[] fetched(Api api, long id) {
    String path = "records/" + Papers.TYPE + "/" + id + "/files/scan";
    try {
      HttpResponse<byte[]> answer =
          api.http().send(api.request("GET", path, null, null).build(), BodyHandlers.ofByteArray());
      assertThat(answer.statusCode()).as(path).isEqualTo(200);
      return answer.body();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stop);
    }
  }
}
