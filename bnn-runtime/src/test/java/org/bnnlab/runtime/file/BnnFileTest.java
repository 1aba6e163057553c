package org.bnnlab.runtime.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bnnlab.runtime.program.Extent;
import org.bnnlab.runtime.program.Facts;
import org.bnnlab.runtime.program.ImageStep;
import org.bnnlab.runtime.program.Op;
import org.bnnlab.runtime.program.Preprocessing;
import org.bnnlab.runtime.program.Program;
import org.bnnlab.runtime.program.Step;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BnnFileTest {

  private static final Program PROGRAM = Programs.withEveryOperation();

  @TempDir private Path folder;

  @Test
  void a_file_holds_the_program_that_was_written() throws IOException {
    Path file = folder.resolve("p.bnn");

    BnnFile.write(PROGRAM, file);

    Program read = BnnFile.read(file);
    assertThat(read.facts()).isEqualTo(PROGRAM.facts());
    assertThat(read.steps()).isEqualTo(PROGRAM.steps());
    assertThat(Files.size(file)).isEqualTo(BnnFile.size(PROGRAM));
  }

  @Test
  void a_truncated_file_says_where() {
    byte[] bytes = BnnFile.bytes(PROGRAM);

    assertThatThrownBy(() -> BnnFile.read("f.bnn", Arrays.copyOf(bytes, bytes.length - 1)))
        .isInstanceOf(BnnFileException.class)
        .hasMessage(
            "f.bnn, offset 24: %d bytes announced, the file has %d",
            bytes.length, bytes.length - 1);
    assertThatThrownBy(() -> BnnFile.read("f.bnn", new byte[3]))
        .isInstanceOf(BnnFileException.class)
        .hasMessage("f.bnn, offset 0: a file has at least 64 bytes, found 3");
  }

  @Test
  void a_file_of_another_version_says_what_to_do() {
    assertThatThrownBy(() -> BnnFile.read("f.bnn", ofVersion(1)))
        .isInstanceOf(BnnFileException.class)
        .hasMessage(
            "f.bnn, offset 12: this reads version 2 of the format, found 1; export the run again");
    assertThatThrownBy(() -> BnnFile.read("f.bnn", ofVersion(3)))
        .isInstanceOf(BnnFileException.class)
        .hasMessage(
            "f.bnn, offset 12: this reads version 2 of the format, found 3; it needs a later BNN"
                + " Lab, or is damaged");
  }

  private static byte[] ofVersion(int version) {
    byte[] bytes = BnnFile.bytes(PROGRAM);
    ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putInt(8, version);
    return bytes;
  }

  @Test
  void preprocessing_that_does_not_lead_to_the_network_is_refused() {
    Preprocessing good = PROGRAM.facts().preprocessing();

    assertThatThrownBy(() -> withSteps(good, new ImageStep.CenterCrop(9)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the steps give images of 9x9, the network takes 3x8x8");
    assertThatThrownBy(() -> withSteps(good, new ImageStep.ResizeShortSide(8)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("no step gives all images one size, found [ResizeShortSide[side=8]]");
    assertThatThrownBy(() -> new ImageStep.CenterCrop(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("side of the square lies in 1..4096, found 0");
  }

  /** A file of some hundred bytes that describes activations of a gigabyte. */
  @Test
  void a_file_that_asks_for_more_memory_than_its_size_allows_is_refused() {
    Program greedy =
        new Program(
            Facts.NONE,
            List.of(
                new Step("input", new Op.Input(new Extent(1, 8000, 8000)), List.of()),
                new Step("pool", new Op.GlobalAveragePool(), List.of(0))));

    assertThatThrownBy(() -> BnnFile.read("f.bnn", BnnFile.bytes(greedy)))
        .isInstanceOf(BnnFileException.class)
        .hasMessageContaining(
            "running it takes up to %d bytes, a file of %d bytes may ask for %d",
            4096000064L, BnnFile.size(greedy), 1 << 24);
  }

  private static Program withSteps(Preprocessing good, ImageStep... steps) {
    Facts facts =
        new Facts(
            PROGRAM.facts().classes(),
            new Preprocessing(List.of(steps), good.means(), good.deviations()),
            Map.of());
    return new Program(facts, PROGRAM.steps());
  }
}
