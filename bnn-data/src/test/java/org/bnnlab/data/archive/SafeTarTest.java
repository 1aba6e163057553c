package org.bnnlab.data.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.bnnlab.data.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SafeTarTest {

  private static final SafeTar.Limits SMALL = new SafeTar.Limits(3, 100, 50);

  @TempDir private Path folder;

  /** An archive whose entries hold {@code bytes} zeros each. */
  static byte[] tar(int bytes, String... names) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      for (String name : names) {
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setSize(bytes);
        tar.putArchiveEntry(entry);
        tar.write(new byte[bytes]);
        tar.closeArchiveEntry();
      }
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return out.toByteArray();
  }

  private List<String> read(byte[] archive) {
    List<String> names = new ArrayList<>();
    SafeTar.read(
        "a.tar",
        new ByteArrayInputStream(archive),
        SMALL,
        (name, bytes, content) -> {
          SafeTar.write(folder, name, content);
          names.add(name);
        });
    return names;
  }

  @Test
  void files_arrive_in_their_order() {
    assertThat(read(tar(7, "b/x", "a"))).containsExactly("b/x", "a");
    assertThat(folder.resolve("b/x")).hasSize(7);
    assertThat(folder.resolve("a")).hasSize(7);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "a/../../x", "/x", "a/..", "C:/x", "a\\..\\..\\x"})
  void no_name_leads_out_of_the_folder(String name) {
    assertThatThrownBy(() -> read(tar(1, name)))
        .isInstanceOf(DataException.class)
        .hasMessage("a.tar: offset 512: \"%s\" leads out of the folder".formatted(name));
    assertThat(folder).isEmptyDirectory();
  }

  @ParameterizedTest
  @ValueSource(bytes = {'1', '2', '3', '6'})
  void links_and_devices_are_refused(byte kind) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(out)) {
      TarArchiveEntry link = new TarArchiveEntry("link", kind);
      link.setLinkName("/etc/passwd");
      tar.putArchiveEntry(link);
      tar.closeArchiveEntry();
    }

    assertThatThrownBy(() -> read(out.toByteArray()))
        .isInstanceOf(DataException.class)
        .hasMessage("a.tar: offset 512: link is a link or a device; only files are taken");
  }

  @Test
  void a_link_that_is_there_already_leads_nowhere() throws IOException {
    Path outside = Files.createTempDirectory("outside");
    Files.createSymbolicLink(folder.resolve("sub"), outside);

    assertThatThrownBy(() -> read(tar(1, "sub/x")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("by a link");
    assertThat(outside).isEmptyDirectory();
    Files.delete(outside);
  }

  @Test
  void more_than_the_limits_allow_is_refused() {
    assertThatThrownBy(() -> read(tar(1, "a", "b", "c", "d")))
        .hasMessageContaining("d with 1 bytes is more than expected");
    assertThatThrownBy(() -> read(tar(51, "a"))).hasMessageContaining("is more than expected");
    assertThatThrownBy(() -> read(tar(40, "a", "b", "c")))
        .hasMessageContaining("c with 40 bytes is more than expected");
  }

  @Test
  void an_archive_that_ends_too_early_names_the_offset() {
    byte[] whole = tar(40, "a", "b");

    assertThatThrownBy(() -> read(Arrays.copyOf(whole, 512 + 20)))
        .isInstanceOf(DataException.class)
        .hasMessageStartingWith("a.tar: offset 512: ");
    assertThatThrownBy(() -> read("no archive at all".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(DataException.class);
  }
}
