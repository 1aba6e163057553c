package org.bnnlab.runtime;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bnnlab.runtime.engine.Engine;
import org.bnnlab.runtime.file.BnnFile;
import org.bnnlab.runtime.file.BnnFileException;
import org.bnnlab.runtime.image.Image;
import org.bnnlab.runtime.image.Preparation;
import org.bnnlab.runtime.kernel.KernelChoice;
import org.bnnlab.runtime.program.Extent;
import org.bnnlab.runtime.program.Facts;
import org.bnnlab.runtime.program.Program;

/**
 * A packed network that is ready to predict:
 *
 * <pre>{@code
 * BnnModel model = BnnModel.load(Path.of("resnet20.bnn"));
 * List<BnnModel.Guess> guesses = model.predict(Image.of(ImageIO.read(new File("cat.png"))));
 * System.out.println(guesses.getFirst().name());
 * }</pre>
 *
 * <p>Any number of threads may use one model.
 */
public final class BnnModel implements AutoCloseable {

  private final Engine engine;

  private BnnModel(Engine engine) {
    this.engine = engine;
  }

  /**
   * One class.
   *
   * @param index number of the class
   * @param name its name, or its number where the file has no names
   * @param probability between 0 and 1
   */
  public record Guess(int index, String name, double probability) {}

  /**
   * Loads a file, for one thread and the fastest kernels of this machine. The first answers come
   * from slower kernels, which give the same bits, while those are compiled.
   *
   * @throws BnnFileException if it is no packed network
   */
  public static BnnModel load(Path file) throws IOException {
    BnnModel model = of(BnnFile.read(file), KernelChoice.best(), 1);
    model.engine.startOnScalar();
    return model;
  }

  /** A model of a program. */
  public static BnnModel of(Program program, KernelChoice kernels, int threads) {
    return new BnnModel(new Engine(program, kernels.kernels(), threads));
  }

  /** What the file says about the network. */
  public Facts facts() {
    return engine.program().facts();
  }

  /** Size of the images that the network takes. */
  public Extent input() {
    return engine.program().input();
  }

  /** Number of classes. */
  public int outputs() {
    return engine.program().outputs();
  }

  /** The engine, for measurements. */
  public Engine engine() {
    return engine;
  }

  /**
   * All classes of an image, the most probable first. The image may have any size: it is resized,
   * cut and normalized as the file says, which is what the evaluation of the training side did.
   *
   * @throws IllegalArgumentException if the network does not take such an image, saying why
   */
  public List<Guess> predict(Image image) {
    return guesses(logits(image));
  }

  /** The logits of an image of any size, one for each class. */
  public float[] logits(Image image) {
    float[] logits = new float[outputs()];
    logits(Preparation.values(image, facts().preprocessing(), input()), logits);
    return logits;
  }

  /**
   * The logits of an image that is prepared already; allocates nothing once as many calls have been
   * made as are made at a time.
   *
   * @param image values ordered by channel, row, column
   * @param logits receives one value per class
   */
  public void logits(float[] image, float[] logits) {
    int values = input().values();
    if (image.length != values || logits.length != outputs()) {
      throw new IllegalArgumentException(
          "the network takes %s (%d values) and gives %d logits, found %d and %d"
              .formatted(input(), values, outputs(), image.length, logits.length));
    }
    engine.run(image, logits);
  }

  private List<Guess> guesses(float[] logits) {
    double largest = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      largest = Math.max(largest, logit);
    }
    double sum = 0;
    for (float logit : logits) {
      sum += Math.exp(logit - largest);
    }
    List<Guess> guesses = new ArrayList<>();
    List<String> names = facts().classes();
    for (int i = 0; i < logits.length; i++) {
      String name = names.isEmpty() ? String.valueOf(i) : names.get(i);
      guesses.add(new Guess(i, name, Math.exp(logits[i] - largest) / sum));
    }
    guesses.sort((a, b) -> Double.compare(b.probability(), a.probability()));
    return guesses;
  }

  @Override
  public void close() {
    engine.close();
  }
}
