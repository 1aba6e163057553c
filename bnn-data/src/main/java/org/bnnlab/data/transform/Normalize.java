package org.bnnlab.data.transform;

import static org.bnnlab.data.Checks.requireArgument;

import java.util.List;
import org.bnnlab.data.ImageShape;

/**
 * Grey levels to network input: {@code (x / 255 - mean) / std}, as torchvision's {@code ToTensor}
 * and {@code Normalize}, in float arithmetic of the same order, so that the bits agree.
 *
 * @param name of known constants, such as {@code imagenet}; empty for others
 * @param mean of each channel, in units of the range [0, 1]
 * @param std standard deviation of each channel, likewise
 */
public record Normalize(String name, List<Double> mean, List<Double> std) implements Transform {

  /** The constants of torchvision's ImageNet models, which many CIFAR-10 codes use as well. */
  public static final Normalize IMAGENET =
      new Normalize("imagenet", List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225));

  /** The constants of MXNet's image iterator, in units of grey levels there. */
  public static final Normalize IMAGENET_LEVELS =
      new Normalize(
          "imagenet-levels",
          List.of(123.68 / 255, 116.779 / 255, 103.939 / 255),
          List.of(58.393 / 255, 57.12 / 255, 57.375 / 255));

  /**
   * CIFAR-10's mean with the mean over its images of each image's own deviation, which many codes
   * take for the deviation over all pixels.
   */
  public static final Normalize CIFAR_IMAGE_STD =
      new Normalize(
          "cifar-image-std", List.of(0.4914, 0.4822, 0.4465), List.of(0.2023, 0.1994, 0.2010));

  /** Mean and standard deviation over the pixels of CIFAR-10's training images. */
  public static final Normalize CIFAR =
      new Normalize("cifar", List.of(0.4914, 0.4822, 0.4465), List.of(0.2470, 0.2435, 0.2616));

  /** Mean and standard deviation over the pixels of CIFAR-100's training images. */
  public static final Normalize CIFAR100 =
      new Normalize("cifar100", List.of(0.5071, 0.4865, 0.4409), List.of(0.2673, 0.2564, 0.2762));

  /** Mean and standard deviation over the pixels of MNIST's training images. */
  public static final Normalize MNIST = new Normalize("mnist", List.of(0.1307), List.of(0.3081));

  public Normalize {
    mean = List.copyOf(mean);
    std = List.copyOf(std);
    requireArgument(
        mean.size() == std.size() && !mean.isEmpty(),
        "normalization needs as many means as standard deviations, found %d and %d",
        mean.size(),
        std.size());
    requireArgument(
        mean.stream().allMatch(Double::isFinite), "means must be finite, found %s", mean);
    requireArgument(
        std.stream().allMatch(s -> s > 0 && Double.isFinite(s)),
        "standard deviations must be finite and above 0, found %s",
        std);
  }

  /** Constants without a name; {@code mean} and {@code std} have one value for each channel. */
  public static Normalize of(List<Double> mean, List<Double> std) {
    return new Normalize("", mean, std);
  }

  @Override
  public String canonical() {
    return name.isEmpty()
        ? "normalize(mean: " + mean + ", std: " + std + ")"
        : "normalize(" + name + ")";
  }

  @Override
  public ImageShape outputShape(ImageShape input) {
    requireArgument(
        input.channels() == mean.size(),
        "%s is for %d channels, the image has %d",
        canonical(),
        mean.size(),
        input.channels());
    return input;
  }

  /** The normalized value of each of the 256 grey levels of one channel. */
  float[] table(int channel) {
    float[] values = unitTable();
    apply(values, channel);
    return values;
  }

  /** Normalizes the values of one channel in place. */
  void apply(float[] values, int channel) {
    float m = mean.get(channel).floatValue();
    float s = std.get(channel).floatValue();
    for (int i = 0; i < values.length; i++) {
      values[i] = (values[i] - m) / s;
    }
  }

  /** {@code x / 255} for each of the 256 grey levels: what an image is without normalization. */
  static float[] unitTable() {
    float[] values = new float[256];
    for (int level = 0; level < values.length; level++) {
      values[level] = level / 255f;
    }
    return values;
  }
}
