package org.bnnlab.bench.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFolderTest {

  @TempDir private Path parent;

  private Path folder;
  private AtomicFolder atomic;

  @BeforeEach
  void place() {
    folder = parent.resolve("checkpoint");
    atomic = new AtomicFolder(folder);
  }

  @Test
  void files_are_replaced_all_together() throws IOException {
    assertThat(atomic.current()).isEmpty();
    atomic.replace(to -> Files.writeString(to.resolve("one"), "first"));
    atomic.replace(
        to -> {
          Files.createDirectory(to.resolve("inner"));
          Files.writeString(to.resolve("inner/two"), "second");
        });

    assertThat(atomic.current()).contains(folder);
    assertThat(folder.resolve("inner/two")).hasContent("second");
    assertThat(folder.resolve("one")).doesNotExist();
    assertOnlyTheFolderIsLeft();
  }

  @Test
  void the_old_files_stay_where_writing_fails() throws IOException {
    write(folder, "old");

    assertThatThrownBy(
            () ->
                atomic.replace(
                    to -> {
                      Files.writeString(to.resolve("state"), "half");
                      throw new IOException("disk full");
                    }))
        .hasMessage("disk full");

    assertThat(folder.resolve("state")).hasContent("old");
    assertOnlyTheFolderIsLeft();
  }

  @Test
  void killed_while_writing_the_old_files_stand() throws IOException {
    write(folder, "old");
    write(parent.resolve("checkpoint.new"), "half");

    assertThat(atomic.current()).contains(folder);
    assertThat(folder.resolve("state")).hasContent("old");
    assertOnlyTheFolderIsLeft();
  }

  @Test
  void killed_while_writing_for_the_first_time_there_is_nothing() throws IOException {
    write(parent.resolve("checkpoint.new"), "half");

    assertThat(atomic.current()).isEmpty();
    assertThat(parent).isEmptyDirectory();
  }

  @Test
  void killed_between_the_renames_the_new_files_stand() throws IOException {
    write(parent.resolve("checkpoint.old"), "old");
    write(parent.resolve("checkpoint.new"), "new");

    assertThat(atomic.current()).contains(folder);
    assertThat(folder.resolve("state")).hasContent("new");
    assertOnlyTheFolderIsLeft();
  }

  @Test
  void killed_before_the_old_files_were_deleted_the_new_files_stand() throws IOException {
    write(parent.resolve("checkpoint.old"), "old");
    write(folder, "new");

    atomic.replace(to -> Files.writeString(to.resolve("state"), "newer"));

    assertThat(folder.resolve("state")).hasContent("newer");
    assertOnlyTheFolderIsLeft();
  }

  @Test
  void only_the_old_folder_left_it_comes_back() throws IOException {
    write(parent.resolve("checkpoint.old"), "old");

    assertThat(atomic.current()).contains(folder);
    assertThat(folder.resolve("state")).hasContent("old");
  }

  @Test
  void a_file_in_its_place_is_not_overwritten() throws IOException {
    Files.writeString(folder, "a file");

    assertThatThrownBy(() -> atomic.replace(to -> {})).hasMessage(folder + " is not a folder");
    assertThat(folder).hasContent("a file");
  }

  @Test
  void the_digest_of_a_file_is_its_sha256() throws IOException {
    Path file = Files.writeString(parent.resolve("abc"), "abc");

    assertThat(AtomicFolder.sha256(file))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  }

  private static void write(Path to, String content) throws IOException {
    Files.createDirectory(to);
    Files.writeString(to.resolve("state"), content);
  }

  private void assertOnlyTheFolderIsLeft() throws IOException {
    try (Stream<Path> left = Files.list(parent)) {
      assertThat(left).containsExactly(folder);
    }
  }
}
