package org.bnnlab.data.transform;

import static org.bnnlab.data.Checks.requireArgument;

import java.util.List;
import java.util.stream.Collectors;
import org.bnnlab.data.ImageShape;

/**
 * Transforms in the order in which they apply; a {@link Normalize} comes last, if there is one, and
 * a {@link Lighting} before it. Without a normalization the network sees {@code x / 255}.
 *
 * @param transforms the steps
 */
public record TransformPipeline(List<Transform> transforms) {

  /** Stands for any size: large enough for every crop, small enough for its product. */
  private static final int ANY_SIDE = 1 << 12;

  public TransformPipeline {
    transforms = List.copyOf(transforms);
    for (int i = 0; i < transforms.size() - 1; i++) {
      Transform next = transforms.get(i + 1);
      requireArgument(
          !(transforms.get(i) instanceof Normalize),
          "%s must be the last transform, found it at place %d of %d; crops pad raw pixels",
          transforms.get(i).canonical(),
          i + 1,
          transforms.size());
      requireArgument(
          !(transforms.get(i) instanceof Lighting) || next instanceof Normalize,
          "%s must come after all transforms but the normalization, found it before %s",
          transforms.get(i).canonical(),
          next.canonical());
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

  /**
   * The shape after all steps for images of any size, or an {@link IllegalArgumentException} if it
   * would differ from image to image.
   */
  public ImageShape outputShapeOfAnySize(int channels) {
    requireArgument(
        transforms.stream().anyMatch(Transform::fixesSize),
        "images of different sizes need a transform that makes them equal, such as"
            + " resized-crop(224) or center-crop(224); found %s",
        canonical());
    ImageShape shape = new ImageShape(channels, ANY_SIDE, ANY_SIDE);
    for (Transform transform : transforms) {
      shape = transform.outputShape(shape);
    }
    return shape;
  }

  /** The steps that evaluation keeps. */
  public TransformPipeline withoutRandomness() {
    return new TransformPipeline(transforms.stream().filter(t -> !isRandom(t)).toList());
  }

  private static boolean isRandom(Transform transform) {
    return switch (transform) {
      case GeometricTransform geometric -> geometric.isRandom();
      case PixelTransform pixels -> pixels.isRandom();
      case Lighting _ -> true;
      case Normalize _ -> false;
    };
  }

  /** Everything that one thread needs to apply this pipeline. */
  public Applier newApplier() {
    return new Applier(transforms);
  }
}
