package org.bnnlab.data.cifar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bnnlab.data.DataException;
import org.bnnlab.data.ImageDataset;
import org.bnnlab.data.Split;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Cifar100Test {

  private static final int RECORD = 3074;

  @TempDir private Path folder;

  @Test
  void the_fine_label_and_the_pixels_after_it_are_read() throws IOException {
    byte[] records = new byte[2 * RECORD];
    records[0] = 19;
    records[1] = 99;
    records[RECORD] = 3;
    records[RECORD + 1] = 4;
    records[RECORD + 2] = 77;
    Files.write(folder.resolve("test.bin"), records);

    ImageDataset images = new Cifar100(3, 2).open(Split.TEST, folder);

    byte[] pixels = new byte[3072];
    images.copyPixels(1, pixels, 0);
    assertThat(pixels[0]).isEqualTo((byte) 77);
    assertThat(images.label(0)).isEqualTo(99);
    assertThat(images.label(1)).isEqualTo(4);
  }

  @Test
  void a_label_beyond_the_classes_is_a_fault() throws IOException {
    byte[] records = new byte[2 * RECORD];
    records[RECORD + 1] = 100;
    Files.write(folder.resolve("test.bin"), records);

    assertThatThrownBy(() -> new Cifar100(3, 2).open(Split.TEST, folder))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "cifar100 in %s: test.bin has labels outside 0..99: 100 at offset 3074; get the file"
                    .formatted(folder)
                + " again");
  }
}
