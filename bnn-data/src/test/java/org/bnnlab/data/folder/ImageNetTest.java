package org.bnnlab.data.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.bnnlab.data.DataException;
import org.bnnlab.data.ImageDataset;
import org.bnnlab.data.Picture;
import org.bnnlab.data.Split;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Small archives of ImageNet's layout, prepared and opened. */
class ImageNetTest {

  private static final String TENCH = "n01440764";
  private static final String GOLDFISH = "n01443537";

  @TempDir private Path folder;
  private Path train;
  private Path val;
  private Path labels;
  private Path out;

  private static byte[] image(String name) throws IOException {
    try (InputStream in =
        ImageNetTest.class.getResourceAsStream("/org/bnnlab/data/jpeg/" + name + ".jpg")) {
      return Objects.requireNonNull(in).readAllBytes();
    }
  }

  private static byte[] tar(Map<String, byte[]> files) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar = new TarArchiveOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> file : files.entrySet()) {
        TarArchiveEntry entry = new TarArchiveEntry(file.getKey());
        entry.setSize(file.getValue().length);
        tar.putArchiveEntry(entry);
        tar.write(file.getValue());
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  @BeforeEach
  void make_archives() throws IOException {
    byte[] tench =
        tar(
            new TreeMap<>(
                Map.of("n01440764_1.JPEG", image("colour"), "n01440764_2.JPEG", image("grey"))));
    byte[] goldfish = tar(Map.of("n01443537_9.JPEG", image("cmyk")));
    train = folder.resolve("train.tar");
    Files.write(
        train, tar(new TreeMap<>(Map.of(TENCH + ".tar", tench, GOLDFISH + ".tar", goldfish))));
    val = folder.resolve("val.tar");
    Files.write(
        val,
        tar(
            new TreeMap<>(
                Map.of(
                    "ILSVRC2012_val_00000001.JPEG", image("progressive"),
                    "ILSVRC2012_val_00000002.JPEG", image("png-inside")))));
    labels = folder.resolve("labels.txt");
    Files.write(labels, List.of("2", "1"));
    Files.write(folder.resolve("map.txt"), List.of(TENCH + " 1 tench", GOLDFISH + " 2 goldfish"));
    out = folder.resolve("out");
  }

  @Test
  void archives_become_class_folders_that_can_be_opened() {
    ImageNetPreparation.Prepared prepared =
        new ImageNetPreparation(out, images -> {})
            .prepare(train, val, labels, folder.resolve("map.txt"));

    assertThat(prepared).isEqualTo(new ImageNetPreparation.Prepared(3, 2, 2));
    Map<Split, ImageDataset> opened = new ImageNet().open(EnumSet.of(Split.TRAIN, Split.TEST), out);
    ImageDataset images = Objects.requireNonNull(opened.get(Split.TRAIN));
    assertThat(images.size()).isEqualTo(3);
    assertThat(images.description().classNames()).containsExactly(TENCH, GOLDFISH);
    assertThat(images.description().splits()).containsEntry(Split.TRAIN, 3);
    assertThat(new int[] {images.label(0), images.label(1), images.label(2)})
        .containsExactly(0, 0, 1);
    assertThat(images.name(2)).isEqualTo("train/n01443537/n01443537_9.JPEG");
    ImageDataset tests = Objects.requireNonNull(opened.get(Split.TEST));
    assertThat(tests.name(0)).isEqualTo("val/n01440764/ILSVRC2012_val_00000002.JPEG");
    Picture picture = new Picture();
    for (int i = 0; i < 2; i++) {
      tests.read(i, picture);
      assertThat(picture.width()).isEqualTo(41);
    }
  }

  @Test
  void a_stopped_preparation_goes_on() throws IOException {
    new ImageNetPreparation(out, images -> {})
        .prepare(train, val, labels, folder.resolve("map.txt"));
    Path kept = out.resolve("train/n01440764/n01440764_1.JPEG");
    Path halved = out.resolve("train/n01440764/n01440764_2.JPEG");
    var time = Files.getLastModifiedTime(kept);
    Files.write(halved, new byte[7]);

    new ImageNetPreparation(out, images -> {})
        .prepare(train, val, labels, folder.resolve("map.txt"));

    assertThat(Files.getLastModifiedTime(kept)).isEqualTo(time);
    assertThat(halved).hasBinaryContent(image("grey"));
  }

  @Test
  void numbers_need_the_file_that_explains_them() {
    assertThatThrownBy(
            () -> new ImageNetPreparation(out, images -> {}).prepare(train, val, labels, null))
        .isInstanceOf(DataException.class)
        .hasMessage(
            labels
                + ": line 1: \"2\" is no synset; name the file that tells what numbers stand for"
                + " with --map");
    assertThat(out).doesNotExist();
  }

  @Test
  void a_file_of_classes_keeps_the_labels_of_a_part() throws IOException {
    Files.createDirectories(folder.resolve("own/train/b"));
    Files.createDirectories(folder.resolve("own/test/b"));
    Files.write(folder.resolve("own/train/b/1.jpg"), image("colour"));
    Files.write(folder.resolve("own/test/b/2.JPG"), image("grey"));
    Files.write(folder.resolve("own/classes.txt"), List.of("a first class", "b second class"));

    ImageDataset images = new FolderDataset().open(Split.TRAIN, folder.resolve("own"));

    assertThat(images.label(0)).isEqualTo(1);
    assertThat(images.description().classNames()).containsExactly("first class", "second class");
  }

  @Test
  void what_is_missing_is_said() throws IOException {
    Path own = Files.createDirectories(folder.resolve("own/train"));

    assertThatThrownBy(() -> new FolderDataset().open(Split.TEST, folder.resolve("own")))
        .hasMessage(
            "folder in %s: no folder for the split \"test\"; it is one of test, val, validation,"
                    .formatted(folder.resolve("own"))
                + " valid, with one folder per class");
    assertThatThrownBy(() -> new FolderDataset().open(Split.TRAIN, folder.resolve("own")))
        .hasMessageContaining(own + " holds no folder with images");
  }

  @Test
  void a_broken_image_names_its_file() throws IOException {
    Files.createDirectories(folder.resolve("own/train/b"));
    Files.writeString(folder.resolve("own/train/b/1.jpg"), "hello");
    ImageDataset images = new FolderDataset().open(Split.TRAIN, folder.resolve("own"));

    assertThatThrownBy(() -> images.read(0, new Picture()))
        .isInstanceOf(DataException.class)
        .hasMessage(
            folder.resolve("own/train/b/1.jpg")
                + ": offset 0: no JPEG file: it does not begin with FF D8 FF");
  }
}
