package org.bnnlab.bench.export;

import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.bench.evaluation.Guess;
import org.bnnlab.bench.run.LogitScores;
import org.bnnlab.bench.run.RunEvaluation;
import org.bnnlab.bench.run.TestResult;
import org.bnnlab.bench.run.TrainedNetwork;
import org.bnnlab.data.ImageDataset;
import org.bnnlab.data.Picture;
import org.bnnlab.runtime.BnnModel;
import org.bnnlab.runtime.file.BnnFile;
import org.bnnlab.runtime.kernel.KernelChoice;
import org.jspecify.annotations.Nullable;

/**
 * What the packed network of a run makes of all test images, beside what the simulation makes of
 * them: the images go as they are stored through the file's own preprocessing and {@code
 * bnn-runtime}.
 *
 * @param compiled the packed network
 * @param bytes size of its file
 * @param test its predictions
 * @param differing images of which it has another first guess than the simulation
 * @param changed images whose confidence differs by more than {@link #TOLERANCE}: a sign close to
 *     its threshold fell the other way
 */
public record PackedEvaluation(
    Compilation compiled, long bytes, TestResult test, List<Difference> differing, int changed) {

  /** What float arithmetic in another order may change of a probability. */
  public static final double TOLERANCE = 1e-3;

  /** Copies the list. */
  public PackedEvaluation {
    differing = List.copyOf(differing);
  }

  /**
   * An image that the two take for different classes.
   *
   * @param index place in the test set
   * @param name what people call it
   * @param simulated what the simulation makes of it
   * @param packed what the packed network makes of it
   */
  public record Difference(int index, String name, Guess simulated, Guess packed) {}

  /**
   * Packs the network that was evaluated and lets it predict the same images.
   *
   * @param data folder or archive of the data set, as it was evaluated on
   * @throws ExportException with everything that has no packed form
   * @throws FaultException if the run has gone on since
   */
  public static PackedEvaluation of(RunEvaluation evaluation, @Nullable Path data)
      throws IOException {
    TrainedNetwork trained = TrainedNetwork.of(evaluation.folder(), data);
    if (!trained.state().files().equals(evaluation.result().state().files())) {
      throw new FaultException(
          "%s was replaced after it was evaluated: the run goes on; try again"
              .formatted(evaluation.folder()));
    }
    Compilation compiled = Exporter.export(trained);
    byte[] file = BnnFile.bytes(compiled.program());
    try (BnnModel model =
        BnnModel.of(BnnFile.read("packed network", file), KernelChoice.best(), 1)) {
      model.engine().startOnScalar();
      TestResult test = test(model, evaluation.images());
      return compared(compiled, file.length, evaluation, test);
    }
  }

  private static TestResult test(BnnModel model, ImageDataset images) {
    LogitScores scores = new LogitScores(model.outputs());
    Picture picture = new Picture();
    float[] values = new float[model.input().values()];
    float[] logits = new float[model.outputs()];
    for (int i = 0; i < images.size(); i++) {
      if (images.isOfValues()) {
        images.copyValues(i, values, 0);
        model.logits(values, logits);
      } else {
        images.read(i, picture);
        logits = model.logits(Pictures.image(picture));
      }
      scores.add(FloatBuffer.wrap(logits), new int[] {images.label(i)});
    }
    return scores.result();
  }

  private static PackedEvaluation compared(
      Compilation compiled, long bytes, RunEvaluation evaluation, TestResult test) {
    List<Difference> differing = new ArrayList<>();
    int changed = 0;
    for (int i = 0; i < test.guesses().size(); i++) {
      Guess simulated = evaluation.test().guesses().get(i);
      Guess packed = test.guesses().get(i);
      if (simulated.prediction() != packed.prediction()) {
        differing.add(new Difference(i, evaluation.images().name(i), simulated, packed));
      }
      changed += Math.abs(simulated.confidence() - packed.confidence()) > TOLERANCE ? 1 : 0;
    }
    return new PackedEvaluation(compiled, bytes, test, differing, changed);
  }
}
