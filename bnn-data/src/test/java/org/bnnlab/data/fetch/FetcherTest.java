package org.bnnlab.data.fetch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.bnnlab.data.Checksum;
import org.bnnlab.data.DataException;
import org.bnnlab.data.Download;
import org.bnnlab.data.fetch.RoughServer.Behaviour;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Against a server of this machine that breaks connections, sends too little and wrong bytes. */
class FetcherTest {

  private static final int SIZE = 300_000;

  @TempDir private Path folder;

  private final byte[] content = content();
  private final List<Long> arrived = new ArrayList<>();
  private final Fetcher fetcher =
      new Fetcher(3, Duration.ZERO, (name, bytes, total) -> arrived.add(bytes));

  private static byte[] content() {
    byte[] bytes = new byte[SIZE];
    new SplittableRandom(1).nextBytes(bytes);
    return bytes;
  }

  private Download download(RoughServer server, long bytes) {
    try {
      Checksum checksum = Checksum.of("MD5", new ByteArrayInputStream(content));
      return new Download("set.bin", bytes, checksum, List.of(server.address()));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private void assertFetched() throws IOException {
    assertThat(folder.resolve("set.bin")).hasBinaryContent(content);
    try (var files = Files.list(folder)) {
      assertThat(files.map(f -> String.valueOf(f.getFileName()))).containsExactly("set.bin");
    }
  }

  @Test
  void a_file_arrives_whole_and_is_known_the_second_time() throws IOException {
    try (RoughServer server = new RoughServer(content)) {
      assertThat(fetcher.fetch(download(server, SIZE), folder)).isEqualTo(Fetcher.Outcome.FETCHED);
      assertThat(fetcher.fetch(download(server, SIZE), folder)).isEqualTo(Fetcher.Outcome.PRESENT);

      assertThat(server.requests()).isEqualTo(1);
    }
    assertFetched();
    assertThat(arrived.getLast()).isEqualTo(SIZE);
  }

  @Test
  void a_broken_connection_is_taken_up_where_it_broke() throws IOException {
    try (RoughServer server = new RoughServer(content, Behaviour.DROPS, Behaviour.DROPS)) {
      fetcher.fetch(download(server, SIZE), folder);

      assertThat(server.ranges()).hasSize(3).startsWith(0L);
      assertThat(server.ranges().get(1)).isGreaterThan(0);
      assertThat(server.ranges().get(2)).isGreaterThan(server.ranges().get(1));
    }
    assertFetched();
  }

  @Test
  void a_part_of_an_earlier_process_is_used() throws IOException {
    Files.write(folder.resolve("set.bin.part"), Arrays.copyOf(content, 1000));
    try (RoughServer server = new RoughServer(content)) {
      fetcher.fetch(download(server, SIZE), folder);

      assertThat(server.ranges()).containsExactly(1000L);
    }
    assertFetched();
  }

  @Test
  void a_server_without_ranges_begins_again() throws IOException {
    Files.write(folder.resolve("set.bin.part"), Arrays.copyOf(content, 1000));
    try (RoughServer server = new RoughServer(content, Behaviour.IGNORES_RANGES)) {
      fetcher.fetch(download(server, 0), folder);
    }
    assertFetched();
  }

  @Test
  void a_short_file_is_asked_for_again() throws IOException {
    try (RoughServer server = new RoughServer(content, Behaviour.SHORT)) {
      fetcher.fetch(download(server, SIZE), folder);

      assertThat(server.requests()).isEqualTo(2);
    }
    assertFetched();
  }

  @Test
  void wrong_bytes_are_thrown_away() throws IOException {
    try (RoughServer server = new RoughServer(content, Behaviour.WRONG_BYTE)) {
      fetcher.fetch(download(server, SIZE), folder);

      assertThat(server.ranges()).containsExactly(0L, 0L);
    }
    assertFetched();
  }

  @Test
  void a_server_that_never_sends_the_published_file_is_a_fault() {
    try (RoughServer server =
        new RoughServer(content, Behaviour.WRONG_BYTE, Behaviour.NOT_FOUND, Behaviour.WRONG_BYTE)) {
      assertThatThrownBy(() -> fetcher.fetch(download(server, SIZE), folder))
          .isInstanceOfSatisfying(
              DataException.class,
              e -> {
                assertThat(e.faults()).hasSize(3);
                assertThat(e.faults().get(0))
                    .startsWith(server.address() + ", attempt 1: MD5 is ")
                    .endsWith(": not the published file");
                assertThat(e.faults().get(1)).endsWith("the server answers 404");
              });
    }
    assertThat(folder.resolve("set.bin")).doesNotExist();
  }

  @Test
  void the_next_address_is_tried() throws IOException {
    try (RoughServer server = new RoughServer(content)) {
      Download known = download(server, SIZE);
      URI nobody = URI.create("http://127.0.0.1:1/set.bin");

      fetcher.fetch(
          new Download(known.name(), SIZE, known.checksum(), List.of(nobody, server.address())),
          folder);
    }
    assertFetched();
  }

  @Test
  void a_file_of_another_content_is_left_alone() throws IOException {
    Files.writeString(folder.resolve("set.bin"), "mine");
    try (RoughServer server = new RoughServer(content)) {
      assertThatThrownBy(() -> fetcher.fetch(download(server, SIZE), folder))
          .isInstanceOf(DataException.class)
          .hasMessageContaining("delete or rename it, then fetch again");
    }
    assertThat(folder.resolve("set.bin")).hasContent("mine");
  }
}
