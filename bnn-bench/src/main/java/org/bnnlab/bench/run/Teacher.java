package org.bnnlab.bench.run;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.layer.Evaluation;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.network.Network;
import org.bnnlab.api.random.RandomStreams;
import org.bnnlab.api.training.NetworkRunner;
import org.bnnlab.api.training.Predictor;
import org.bnnlab.api.training.StateStore;
import org.bnnlab.bench.file.AtomicFolder;
import org.bnnlab.bench.recipe.Carry;
import org.bnnlab.bench.recipe.DataChoice;
import org.bnnlab.bench.recipe.TeacherSpec;
import org.bnnlab.data.Dataset;
import org.bnnlab.data.ImageShape;
import org.bnnlab.data.catalogue.Datasets;
import org.bnnlab.models.djl.NetworkExecutor;
import org.bnnlab.models.resolve.Architectures;
import org.bnnlab.models.resolve.Resolver;

/** A trained network in evaluation mode, asked for its logits; it never changes. */
final class Teacher implements AutoCloseable {

  private final StateStore state;
  private final NetworkExecutor executor;
  private final Predictor predictor;

  private Teacher(StateStore state, NetworkExecutor executor, NDManager manager) {
    this.state = state;
    this.executor = executor;
    this.predictor = executor.predictor(manager, TrainingProgress.ofEpoch(1, 1), Evaluation.MODE);
  }

  /**
   * Loads a teacher.
   *
   * @param spec what it is
   * @param weights file with its parameters
   * @param manager what its tensors are attached to
   * @param seen images of the student
   * @param student what the recipe says of them
   * @throws FaultException if it sees other images or tells other classes apart than the student,
   *     or its parameters do not fit its network
   */
  static Teacher load(
      TeacherSpec spec, Path weights, NDManager manager, DataSplits seen, DataChoice student)
      throws IOException {
    requireFits(spec, seen, student);
    if (spec instanceof TeacherSpec.Weights given) {
      String found = AtomicFolder.sha256(weights);
      if (!found.equals(given.sha256())) {
        throw new FaultException(
            "teacher %s has changed: its SHA-256 is %s, the experiment has %s"
                .formatted(weights, found, given.sha256()));
      }
    }
    Teacher teacher = untrained(spec, manager, seen);
    try {
      ModelFile.read(weights).into(teacher.state, Carry.ALL);
    } catch (FaultException e) {
      List<String> faults = new ArrayList<>();
      faults.add(
          "the teacher (%s, method %s) cannot see %s images and tell %d classes apart:"
              .formatted(
                  spec.network().id(),
                  spec.method().id(),
                  shape(seen.input()),
                  seen.description().classes()));
      faults.addAll(e.faults().subList(0, e.faults().size() - 1));
      throw new FaultException(faults);
    }
    return teacher;
  }

  /** The network of a teacher before any training: it takes as long as a trained one. */
  static Teacher untrained(TeacherSpec spec, NDManager manager, DataSplits seen) {
    ImageShape input = seen.input();
    Network network =
        Resolver.resolve(
            Architectures.load().get(spec.network().id()),
            spec.network().options(),
            spec.method().create(),
            new Shape(input.channels(), input.height(), input.width()),
            seen.description().classes());
    StateStore state = new StateStore(manager);
    NetworkExecutor executor = new NetworkExecutor(network, state, new RandomStreams(0));
    executor.initialize();
    return new Teacher(state, executor, manager);
  }

  private static void requireFits(TeacherSpec spec, DataSplits seen, DataChoice student) {
    DataChoice data = spec.trainedOn();
    if (data == null) {
      return;
    }
    Dataset own = Datasets.standard().source(data.set()).description();
    Dataset other = seen.description();
    boolean fits = own.shape().equals(other.shape()) && own.classes() == other.classes();
    if (!data.set().equals(student.set()) && !fits) {
      throw new FaultException(
          "the teacher was trained on %s images of %d classes (%s), the student sees %s images of %d classes (%s); they must be the same"
              .formatted(
                  shape(own.shape()),
                  own.classes(),
                  own.id(),
                  shape(other.shape()),
                  other.classes(),
                  other.id()));
    }
    if (!data.normalization().equals(student.normalization())) {
      throw new FaultException(
          "the teacher was trained on images normalized by \"%s\", those of the student by \"%s\"; both see the same images"
              .formatted(data.normalization(), student.normalization()));
    }
  }

  private static String shape(ImageShape shape) {
    return "%dx%dx%d".formatted(shape.channels(), shape.height(), shape.width());
  }

  /**
   * Checks that it says as many numbers of an image as its student.
   *
   * @throws FaultException with both
   */
  void requireOutput(Shape student) {
    Network network = executor.network();
    Shape own = network.shape(network.output().path());
    if (!own.equals(student)) {
      throw new FaultException(
          "the teacher (%s) gives %s for an image, the network that learns from it %s; both must give as much: as many classes, or embeddings of one dimension"
              .formatted(network.id(), own, student));
    }
  }

  /** Its logits (N, classes) without gradient, attached to the manager of the images. */
  NDArray logits(NDArray images) {
    return predictor.logits(images);
  }

  NetworkRunner runner() {
    return executor;
  }

  @Override
  public void close() {
    predictor.close();
    state.close();
  }
}
