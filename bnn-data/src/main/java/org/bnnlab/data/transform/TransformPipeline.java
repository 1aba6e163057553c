package org.bnnlab.data.transform;

import static org.bnnlab.data.Checks.requireArgument;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.bnnlab.data.ImageShape;
import org.bnnlab.data.SampleRandom;

/**
 * Transforms in the order in which they apply; a {@link Normalize} comes last, if there is one.
 * Without it the network sees {@code x / 255}.
 *
 * @param transforms the steps
 */
public record TransformPipeline(List<Transform> transforms) {

  public TransformPipeline {
    transforms = List.copyOf(transforms);
    for (int i = 0; i < transforms.size() - 1; i++) {
      requireArgument(
          !(transforms.get(i) instanceof Normalize),
          "%s must be the last transform, found it at place %d of %d; crops pad raw pixels",
          transforms.get(i).canonical(),
          i + 1,
          transforms.size());
    }
  }

  public static TransformPipeline of(Transform... transforms) {
    return new TransformPipeline(List.of(transforms));
  }

  /** All steps with their parameters: {@code [crop(32, padding: 4), flip(0.5)]}. */
  public String canonical() {
    return transforms.stream()
        .map(Transform::canonical)
        .collect(Collectors.joining(", ", "[", "]"));
  }

  /** The shape after all steps, or an {@link IllegalArgumentException} where one cannot apply. */
  public ImageShape outputShape(ImageShape input) {
    ImageShape shape = input;
    for (Transform transform : transforms) {
      shape = transform.outputShape(shape);
    }
    return shape;
  }

  /** The steps that evaluation keeps. */
  public TransformPipeline withoutRandomness() {
    return new TransformPipeline(
        transforms.stream()
            .filter(t -> !(t instanceof GeometricTransform g && g.isRandom()))
            .toList());
  }

  /** Everything that one thread needs to apply this pipeline to images of one shape. */
  public Applier applierFor(ImageShape input) {
    return new Applier(this, input);
  }

  /** This pipeline at work on images of one shape. Mutable, for one thread. */
  public static final class Applier {

    private final ImageShape input;
    private final ImageShape output;
    private final List<Step> steps = new ArrayList<>();
    private final float[][] tables;
    private final Window window = new Window();

    /** A step and its stream, numbered from the second of its kind on: two crops draw anew. */
    private record Step(GeometricTransform transform, String purpose) {}

    private Applier(TransformPipeline pipeline, ImageShape input) {
      this.input = input;
      this.output = pipeline.outputShape(input);
      this.tables = new float[input.channels()][];
      Arrays.setAll(tables, channel -> Normalize.unitTable());
      Map<String, Integer> uses = new HashMap<>();
      for (Transform transform : pipeline.transforms) {
        switch (transform) {
          case Normalize normalize -> Arrays.setAll(tables, normalize::table);
          case GeometricTransform geometric -> {
            int use = uses.merge(geometric.purpose(), 1, Integer::sum);
            String purpose = geometric.purpose() + (use == 1 ? "" : "#" + use);
            steps.add(new Step(geometric, purpose));
          }
        }
      }
    }

    /**
     * Transforms one image.
     *
     * @param image unsigned bytes in CHW order, of the input shape
     * @param random the sample's streams
     * @param target takes the output shape's values in CHW order
     */
    public void apply(byte[] image, SampleRandom random, float[] target) {
      window.show(input);
      for (Step step : steps) {
        step.transform.apply(window, () -> random.stream(step.purpose));
      }
      int inputPlane = input.height() * input.width();
      int outputPlane = output.height() * output.width();
      for (int c = 0; c < tables.length; c++) {
        window.read(image, c * inputPlane, input.width(), tables[c], target, c * outputPlane);
      }
    }
  }
}
