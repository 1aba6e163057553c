package org.bnnlab.bench.export;

import java.util.ArrayList;
import java.util.List;
import org.bnnlab.data.ImageShape;
import org.bnnlab.data.transform.CenterCrop;
import org.bnnlab.data.transform.Normalize;
import org.bnnlab.data.transform.Resize;
import org.bnnlab.data.transform.Transform;
import org.bnnlab.data.transform.TransformPipeline;
import org.bnnlab.runtime.program.Floats;
import org.bnnlab.runtime.program.ImageStep;
import org.bnnlab.runtime.program.Preprocessing;

/** What test images go through, in the terms of a packed file. */
final class EvaluationTransforms {

  private EvaluationTransforms() {}

  /**
   * The preprocessing of a file. Where the transforms leave every image its own size, images are
   * first resized to that of the data set, so that the file says what becomes of any other.
   *
   * @param stored shape of the data set's images
   * @throws ExportException with every transform that a file cannot hold
   */
  static Preprocessing packed(TransformPipeline evaluation, ImageShape stored) {
    List<ImageStep> steps = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    Floats means = Floats.of();
    Floats deviations = Floats.of();
    if (isImage(stored) && evaluation.transforms().stream().noneMatch(Transform::fixesSize)) {
      steps.add(new ImageStep.ResizeTo(stored.height(), stored.width()));
    }
    for (Transform transform : evaluation.transforms()) {
      switch (transform) {
        case Resize resize -> steps.add(new ImageStep.ResizeShortSide(resize.size()));
        case CenterCrop crop -> steps.add(new ImageStep.CenterCrop(crop.size()));
        case Normalize normalize -> {
          means = floats(normalize.mean());
          deviations = floats(normalize.std());
        }
        default ->
            faults.add(
                "test transform %s cannot be exported: a .bnn file holds resize, center-crop and a normalization"
                    .formatted(transform.canonical()));
      }
    }
    if (!faults.isEmpty()) {
      throw new ExportException(faults);
    }
    return new Preprocessing(steps, means, deviations);
  }

  /** Grey or in colours; points and spikes have other channels. */
  private static boolean isImage(ImageShape stored) {
    return stored.channels() == 1 || stored.channels() == 3;
  }

  private static Floats floats(List<Double> values) {
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = values.get(i).floatValue();
    }
    return Floats.of(floats);
  }
}
