package org.bnnlab.data.idx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.bnnlab.data.DataException;
import org.bnnlab.data.ImageDataset;
import org.bnnlab.data.SharedFolder;
import org.bnnlab.data.Split;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MnistTest {

  @TempDir private Path folder;

  private void write(int count, int labels) throws IOException {
    ByteBuffer images = ByteBuffer.allocate(16 + count * 784);
    images.putInt(0x803).putInt(count).putInt(28).putInt(28);
    images.put(16 + 784 + 3, (byte) 200);
    Files.write(folder.resolve("t10k-images-idx3-ubyte"), images.array());
    ByteBuffer numbers = ByteBuffer.allocate(8 + labels);
    numbers.putInt(0x801).putInt(labels).put(labels > 1 ? new byte[] {7, 3} : new byte[] {7});
    Files.write(folder.resolve("t10k-labels-idx1-ubyte"), numbers.array());
  }

  @Test
  void images_and_labels_are_read() throws IOException {
    write(2, 2);

    ImageDataset images = new Mnist().open(Split.TEST, folder);

    byte[] pixels = new byte[784];
    images.copyPixels(1, pixels, 0);
    assertThat(pixels[3] & 0xFF).isEqualTo(200);
    assertThat(images.label(0)).isEqualTo(7);
    assertThat(images.label(1)).isEqualTo(3);
  }

  @Test
  void faults_name_file_and_offset() throws IOException {
    write(2, 1);
    assertThatThrownBy(() -> new Mnist().open(Split.TEST, folder))
        .isInstanceOf(DataException.class)
        .hasMessage(folder.resolve("t10k-labels-idx1-ubyte") + ": offset 4: 1 labels for 2 images");

    write(2, 2);
    Path images = folder.resolve("t10k-images-idx3-ubyte");
    byte[] bytes = Files.readAllBytes(images);
    Files.write(images, Arrays.copyOf(bytes, 1000));
    assertThatThrownBy(() -> new Mnist().open(Split.TEST, folder))
        .hasMessage(images + ": offset 12: a side of 28 in a file that holds at most 1000 bytes");

    bytes[4] = 0x7F;
    Files.write(images, bytes);
    assertThatThrownBy(() -> new Mnist().open(Split.TEST, folder))
        .hasMessageStartingWith(images + ": offset 4: a side of 2130706434 in a file");
  }

  @Test
  void the_published_files_are_as_published() {
    Path real = SharedFolder.require("data/mnist");

    assertThat(new Mnist().verify(real).allSame()).isTrue();
    ImageDataset images = new Mnist().open(Split.TRAIN, real);
    assertThat(images.size()).isEqualTo(60_000);
    // the first digits are known from the papers: 5 0 4 1 9
    assertThat(new int[] {images.label(0), images.label(1), images.label(2), images.label(3)})
        .containsExactly(5, 0, 4, 1);
  }
}
