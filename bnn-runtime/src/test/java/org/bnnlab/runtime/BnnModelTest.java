package org.bnnlab.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.bnnlab.runtime.file.BnnFile;
import org.bnnlab.runtime.file.Programs;
import org.bnnlab.runtime.image.Image;
import org.bnnlab.runtime.kernel.KernelChoice;
import org.bnnlab.runtime.program.Facts;
import org.bnnlab.runtime.program.Preprocessing;
import org.bnnlab.runtime.program.Program;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BnnModelTest {

  private static final int IMAGES = 200;

  @TempDir private Path folder;

  private static Image image(int number) {
    SplittableRandom random = new SplittableRandom(number);
    byte[] levels = new byte[3 * (1 + random.nextInt(30)) * 17];
    random.nextBytes(levels);
    return Image.of(3, levels.length / 51, 17, levels);
  }

  @Test
  void three_lines_predict() throws Exception {
    BnnFile.write(Programs.withEveryOperation(), folder.resolve("resnet20.bnn"));
    BufferedImage picture = new BufferedImage(50, 20, BufferedImage.TYPE_INT_RGB);

    BnnModel model = BnnModel.load(folder.resolve("resnet20.bnn"));
    List<BnnModel.Guess> guesses = model.predict(Image.of(picture));
    String first = guesses.getFirst().name();

    assertThat(first).isIn(model.facts().classes());
    assertThat(guesses)
        .hasSize(16)
        .isSortedAccordingTo((a, b) -> Double.compare(b.probability(), a.probability()));
    assertThat(guesses.stream().mapToDouble(BnnModel.Guess::probability).sum())
        .isBetween(1 - 1e-9, 1 + 1e-9);
    model.close();
  }

  @Test
  void threads_that_share_a_model_get_the_logits_of_one_alone() throws Exception {
    try (BnnModel model = BnnModel.of(Programs.withEveryOperation(), KernelChoice.best(), 1);
        ExecutorService threads = Executors.newFixedThreadPool(2)) {
      List<float[]> alone = allLogits(model);
      CyclicBarrier start = new CyclicBarrier(2);
      Callable<List<float[]>> together =
          () -> {
            start.await();
            return allLogits(model);
          };

      for (Future<List<float[]>> shared : threads.invokeAll(List.of(together, together))) {
        for (int i = 0; i < IMAGES; i++) {
          assertThat(shared.get().get(i)).isEqualTo(alone.get(i));
        }
      }
    }
  }

  private static List<float[]> allLogits(BnnModel model) {
    List<float[]> all = new ArrayList<>();
    for (int i = 0; i < IMAGES; i++) {
      all.add(model.logits(image(i)));
    }
    return all;
  }

  @Test
  void an_image_that_does_not_fit_is_refused_with_the_reason() {
    Program program = Programs.withEveryOperation();
    Facts plain = new Facts(List.of(), Preprocessing.NONE, program.facts().provenance());
    try (BnnModel model = BnnModel.of(program, KernelChoice.best(), 1);
        BnnModel unsized =
            BnnModel.of(new Program(plain, program.steps()), KernelChoice.best(), 1)) {
      assertThatThrownBy(() -> model.predict(Image.of(2, 8, 8, new byte[128])))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("the network takes 3 channels, the image has 2");
      assertThatThrownBy(() -> unsized.predict(Image.of(3, 2, 8, new byte[48])))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "the network takes images of 8x8 and its file names no way to resize others, found"
                  + " 2x8");
      assertThatThrownBy(() -> Image.of(3, 2, 8, new byte[47]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "an image of 2x8 with 3 channels has one byte for each value, found 47 bytes");
    }
  }
}
