package org.bnnlab.bench.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.bnnlab.bench.recipe.Published;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LedgerTest {

  private static final int PROCESSES = 2;
  private static final int ROWS = 1000;

  @TempDir Path folder;
  private Path file;
  private Ledger ledger;

  @BeforeEach
  void open() {
    file = folder.resolve("results").resolve("ledger.jsonl");
    ledger = new Ledger(file);
  }

  @Test
  void a_row_comes_back_as_it_was_written() throws IOException {
    ResultRow row = Rows.of("recu", 3, 91.4).row(new Published(87.4, "table", "confirmed"));

    ledger.append(row);

    Ledger.Reading reading = ledger.read();
    assertThat(reading.notes()).isEmpty();
    assertThat(reading.rows()).containsExactly(row);
    assertThat(Files.readString(file)).endsWith("}\n").hasLineCount(1);
  }

  @Test
  void a_ledger_that_does_not_exist_is_empty() throws IOException {
    assertThat(ledger.read()).isEqualTo(new Ledger.Reading(List.of(), List.of()));
  }

  @Test
  void processes_that_append_at_once_lose_no_row() throws Exception {
    List<Process> writers = new ArrayList<>();
    for (int i = 0; i < PROCESSES; i++) {
      writers.add(
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  System.getProperty("java.class.path"),
                  LedgerWriter.class.getName(),
                  file.toString(),
                  "process" + i,
                  String.valueOf(ROWS))
              .redirectErrorStream(true)
              .redirectOutput(new File(folder.toFile(), "writer" + i + ".log"))
              .start());
    }
    for (Process writer : writers) {
      assertThat(writer.waitFor()).isZero();
    }

    Ledger.Reading reading = ledger.read();
    assertThat(reading.notes()).isEmpty();
    for (int i = 0; i < PROCESSES; i++) {
      String method = "process" + i;
      assertThat(reading.rows())
          .filteredOn(row -> row.identity().method().equals(method))
          .extracting(row -> (int) row.randomness().seed())
          .containsExactlyElementsOf(IntStream.range(0, ROWS).boxed().toList());
    }
  }

  @Test
  void threads_that_append_at_once_lose_no_row() throws Exception {
    int threads = 8;
    int rows = 20;
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      List<Callable<Void>> tasks =
          IntStream.range(0, threads)
              .<Callable<Void>>mapToObj(
                  thread ->
                      () -> {
                        for (int i = 0; i < rows; i++) {
                          new Ledger(file).append(Rows.of("thread" + thread, i, 50).row());
                        }
                        return null;
                      })
              .toList();
      for (Future<Void> done : executor.invokeAll(tasks)) {
        done.get();
      }
    }

    assertThat(ledger.read().rows()).hasSize(threads * rows).doesNotHaveDuplicates();
  }

  @Test
  void a_torn_last_line_is_told_and_loses_nothing_else() throws IOException {
    ledger.append(Rows.of("bnn", 1, 80).row());
    String half = Rows.of("recu", 1, 90).row().toJson().substring(0, 100);
    Files.writeString(file, half, StandardOpenOption.APPEND);

    Ledger.Reading torn = ledger.read();

    assertThat(torn.rows()).hasSize(1);
    assertThat(torn.notes())
        .containsExactly(
            file
                + ", line 2: the row ends after 100 characters: its writer was interrupted; all"
                + " others are complete");

    ledger.append(Rows.of("recu", 2, 91).row());

    Ledger.Reading mended = ledger.read();
    assertThat(mended.rows())
        .extracting(row -> row.identity().method())
        .containsExactly("bnn", "recu");
    assertThat(mended.notes())
        .singleElement()
        .asString()
        .startsWith(file + ", line 2: no valid row, left out (");
    assertThat(Files.readString(file)).contains(half);
  }

  @Test
  void a_line_cut_inside_a_letter_is_told_like_any_other() throws IOException {
    ledger.append(Rows.of("bnn", 1, 80).row());
    byte[] letter = "{\"method\":\"é".getBytes(StandardCharsets.UTF_8);
    Files.write(file, Arrays.copyOf(letter, letter.length - 1), StandardOpenOption.APPEND);

    Ledger.Reading reading = ledger.read();

    assertThat(reading.rows()).hasSize(1);
    assertThat(reading.notes()).singleElement().asString().contains("line 2: the row ends after");
  }

  @Test
  void a_row_of_a_newer_schema_is_told_and_kept() throws IOException {
    ledger.append(Rows.of("bnn", 1, 80).row());
    String newer = "{\"schemaVersion\":2,\"something\":\"new\"}\n";
    Files.writeString(file, newer, StandardOpenOption.APPEND);
    ledger.append(Rows.of("bnn", 2, 81).row());

    Ledger.Reading reading = ledger.read();

    assertThat(reading.rows()).hasSize(2);
    assertThat(reading.notes())
        .containsExactly(
            file
                + ", line 2: row of schema version 2, this BNN Lab reads up to 1; it is kept, a"
                + " newer BNN Lab shows it");
    assertThat(Files.readString(file)).contains(newer);
  }

  @Test
  void fields_added_later_are_no_obstacle_and_missing_groups_are_named() throws IOException {
    String json = Rows.of("bnn", 1, 80).row().toJson();
    Files.createDirectories(file.getParent());
    Files.writeString(
        file,
        json.replaceFirst("\\{", "{\"added\":{\"later\":1},")
            + "\n"
            + json.replace("\"code\":", "\"kode\":")
            + "\n");

    Ledger.Reading reading = ledger.read();

    assertThat(reading.rows()).containsExactly(Rows.of("bnn", 1, 80).row());
    assertThat(reading.notes()).singleElement().asString().contains("the row has no code");
  }

  @Test
  void a_folder_that_cannot_be_written_is_an_error() throws IOException {
    Files.writeString(folder.resolve("results"), "in the way");

    assertThatThrownBy(() -> ledger.append(Rows.of("bnn", 1, 80).row()))
        .isInstanceOf(IOException.class);
  }
}
