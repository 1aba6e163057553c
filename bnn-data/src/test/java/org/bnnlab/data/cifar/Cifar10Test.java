package org.bnnlab.data.cifar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorOutputStream;
import org.bnnlab.data.DataException;
import org.bnnlab.data.ImageDataset;
import org.bnnlab.data.Split;
import org.bnnlab.data.Verification;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** On small files of three records each, in the published layout. */
class Cifar10Test {

  private static final int RECORD = 3073;
  private static final List<String> NAMES =
      List.of(
          "data_batch_1.bin",
          "data_batch_2.bin",
          "data_batch_3.bin",
          "data_batch_4.bin",
          "data_batch_5.bin",
          "test_batch.bin");
  private static final String AGAIN =
      "get it from https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz";

  @TempDir private Path root;
  private Path folder;
  private final Cifar10 cifar = new Cifar10(3);

  @BeforeEach
  void write_six_small_files() throws IOException {
    folder = Files.createDirectory(root.resolve("cifar-10-batches-bin"));
    for (int file = 0; file < NAMES.size(); file++) {
      Files.write(folder.resolve(NAMES.get(file)), records(file));
    }
  }

  /** Record r of file f has label f + r; pixel p has the value f + 10 r + p, modulo 256. */
  private static byte[] records(int file) {
    byte[] content = new byte[3 * RECORD];
    for (int record = 0; record < 3; record++) {
      content[record * RECORD] = (byte) (file + record);
      for (int pixel = 0; pixel < 3072; pixel++) {
        content[record * RECORD + 1 + pixel] = (byte) (file + 10 * record + pixel);
      }
    }
    return content;
  }

  private Path archive(String name, List<String> entries) throws IOException {
    Path archive = root.resolve(name);
    try (OutputStream file = Files.newOutputStream(archive);
        OutputStream packed =
            name.endsWith("bz2")
                ? new BZip2CompressorOutputStream(file)
                : new GZIPOutputStream(file);
        TarArchiveOutputStream tar = new TarArchiveOutputStream(packed)) {
      for (String entry : entries) {
        byte[] content =
            NAMES.contains(entry) ? Files.readAllBytes(folder.resolve(entry)) : new byte[700];
        TarArchiveEntry header = new TarArchiveEntry("cifar-10-batches-bin/" + entry);
        header.setSize(content.length);
        tar.putArchiveEntry(header);
        tar.write(content);
        tar.closeArchiveEntry();
      }
    }
    return archive;
  }

  private void change(String name, int offset, int value) throws IOException {
    byte[] content = Files.readAllBytes(folder.resolve(name));
    content[offset] = (byte) value;
    Files.write(folder.resolve(name), content);
  }

  private static void assertWhole(Map<Split, ImageDataset> opened) {
    ImageDataset train = opened.get(Split.TRAIN);
    assertThat(train.size()).isEqualTo(15);
    assertThat(train.label(0)).isZero();
    assertThat(train.label(13)).isEqualTo(5);
    byte[] image = new byte[3072];
    train.copyPixels(13, image, 0); // file 4, record 1
    assertThat(image[0]).isEqualTo((byte) 14);
    assertThat(image[3071]).isEqualTo((byte) (14 + 3071));
    ImageDataset test = opened.get(Split.TEST);
    assertThat(test.size()).isEqualTo(3);
    assertThat(test.label(2)).isEqualTo(7);
  }

  @Test
  void both_splits_are_read_from_the_folder_or_the_one_around_it() {
    assertWhole(cifar.open(EnumSet.of(Split.TRAIN, Split.TEST), folder));
    assertWhole(cifar.open(EnumSet.of(Split.TRAIN, Split.TEST), root));
  }

  @ParameterizedTest
  @ValueSource(strings = {"cifar-10-binary.tar.gz", "cifar-10-binary.tar.bz2"})
  void an_archive_is_read_as_it_is_in_any_order_of_its_files(String name) throws IOException {
    Path archive =
        archive(
            name,
            List.of(
                "readme.html",
                "test_batch.bin",
                "data_batch_4.bin",
                "data_batch_5.bin",
                "data_batch_2.bin",
                "batches.meta.txt",
                "data_batch_1.bin",
                "data_batch_3.bin"));

    assertWhole(cifar.open(EnumSet.of(Split.TRAIN, Split.TEST), archive));

    Path alone = Files.createDirectory(root.resolve("alone"));
    Files.move(archive, alone.resolve(name));
    assertWhole(cifar.open(EnumSet.of(Split.TRAIN, Split.TEST), alone));
  }

  @Test
  void one_split_needs_its_own_files_only() throws IOException {
    Files.delete(folder.resolve("data_batch_2.bin"));

    assertThat(cifar.open(Split.TEST, folder).size()).isEqualTo(3);
  }

  @Test
  void all_faults_of_all_files_are_told_together() throws IOException {
    Files.delete(folder.resolve("data_batch_1.bin"));
    Files.write(folder.resolve("data_batch_2.bin"), Arrays.copyOf(records(1), 3 * RECORD - 1));
    Files.write(folder.resolve("data_batch_3.bin"), Arrays.copyOf(records(2), 2 * RECORD));
    change("data_batch_4.bin", RECORD, 10);
    change("data_batch_4.bin", 2 * RECORD, 255);
    Files.write(folder.resolve("test_batch.bin"), new byte[0]);

    assertThatThrownBy(() -> cifar.open(EnumSet.of(Split.TRAIN, Split.TEST), root))
        .isInstanceOf(DataException.class)
        .satisfies(
            e ->
                assertThat(((DataException) e).faults())
                    .containsExactlyInAnyOrder(
                        "data_batch_1.bin is missing; " + AGAIN,
                        "data_batch_2.bin has 9218 bytes (the record at offset 6146 is cut off),"
                            + " expected 9219: 3 records of 3073; get the file again",
                        "data_batch_3.bin has 6146 bytes (2 records), expected 9219: 3 records of"
                            + " 3073; get the file again",
                        "data_batch_4.bin has labels outside 0..9: 10 at offset 3073, 255 at offset"
                            + " 6146; get the file again",
                        "test_batch.bin has 0 bytes (0 records), expected 9219: 3 records of 3073;"
                            + " get the file again"))
        .hasMessageStartingWith("cifar10 in " + folder + ": 5 faults\n");
  }

  @Test
  void a_file_of_wrong_labels_is_told_in_one_line() throws IOException {
    Cifar10 five = new Cifar10(5);
    byte[] bad = new byte[5 * RECORD];
    for (int record = 0; record < 5; record++) {
      bad[record * RECORD] = 99;
    }
    Files.write(folder.resolve("test_batch.bin"), bad);

    assertThatThrownBy(() -> five.open(Split.TEST, folder))
        .hasMessage(
            "cifar10 in %s: test_batch.bin has labels outside 0..9: 99 at offset 0, 99 at offset"
                    .formatted(folder)
                + " 3073, 99 at offset 6146 and 2 more; get the file again");
  }

  @Test
  void an_archive_that_lacks_a_file_is_told() throws IOException {
    Path archive = archive("small.tar.gz", NAMES.subList(0, 4));

    assertThatThrownBy(() -> cifar.open(Split.TRAIN, archive))
        .isInstanceOf(DataException.class)
        .hasMessage("cifar10 in " + archive + ": data_batch_5.bin is missing; " + AGAIN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cut.tar.gz", "cut.tar.bz2"})
  void a_truncated_archive_is_told_at_every_length(String name) throws IOException {
    byte[] whole = Files.readAllBytes(archive(name, NAMES));
    for (int length = 0; length < whole.length; length += 97) {
      Path cut = Files.write(root.resolve(name), Arrays.copyOf(whole, length));
      try {
        // what follows the last file may be missing
        assertWhole(cifar.open(EnumSet.of(Split.TRAIN, Split.TEST), cut));
      } catch (DataException e) {
        assertThat(e)
            .hasMessageStartingWith("cifar10 in " + cut + ": ")
            .hasMessageContaining(AGAIN);
      }
    }
  }

  @Test
  void a_file_cut_off_inside_an_archive_names_file_and_offset() throws IOException {
    Path plain = root.resolve("two.tar.gz");
    try (OutputStream file = Files.newOutputStream(plain);
        GZIPOutputStream packed = new GZIPOutputStream(file)) {
      byte[] header = new byte[512];
      TarArchiveEntry entry = new TarArchiveEntry("cifar-10-batches-bin/test_batch.bin");
      entry.setSize(3L * RECORD);
      entry.writeEntryHeader(header);
      packed.write(header);
      packed.write(records(5), 0, 5000);
    }

    assertThatThrownBy(() -> cifar.open(Split.TEST, plain))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("reading stopped: test_batch.bin")
        .hasMessageContaining("offset");
  }

  @Test
  void a_place_without_the_data_set_is_told_what_belongs_there() {
    Path empty = root.resolve("nowhere");

    assertThatThrownBy(() -> cifar.open(Split.TEST, empty))
        .isInstanceOf(DataException.class)
        .hasMessage("cifar10 in " + empty + ": there is no such file or folder; " + AGAIN);
    assertThatThrownBy(() -> cifar.open(Split.TEST, root.getRoot()))
        .hasMessageContaining("neither the files data_batch_1.bin .. test_batch.bin")
        .hasMessageContaining(AGAIN);
    assertThatThrownBy(() -> cifar.open(Split.TEST, null))
        .hasMessageStartingWith("cifar10: no folder was named");
  }

  @Test
  void a_split_that_cifar_lacks_is_refused() {
    assertThatThrownBy(() -> cifar.open(Split.VALIDATION, folder))
        .isInstanceOf(DataException.class)
        .hasMessage("cifar10: unknown split \"validation\"; one of: train, test");
  }

  @Test
  void verify_tells_each_file_apart() throws IOException {
    Files.delete(folder.resolve("data_batch_3.bin"));

    Verification verification = cifar.verify(root);

    assertThat(verification.allSame()).isFalse();
    assertThat(verification.findings()).hasSize(6);
    assertThat(verification.findings().get(0)).isInstanceOf(Verification.Differs.class);
    assertThat(verification.findings().get(2))
        .isEqualTo(new Verification.Missing("cifar-10-batches-bin/data_batch_3.bin"));
  }
}
