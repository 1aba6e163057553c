package org.bnnlab.runtime.program;

import static org.bnnlab.runtime.program.Limits.require;

import java.util.List;

/**
 * What becomes of an image before the network sees it, as in the evaluation of the training side:
 * first the steps, then {@code (x / 255 - mean) / deviation} of each grey level.
 *
 * @param steps what gives the image the network's size; with none, only images of that size fit
 * @param means one per channel, or none where {@code x / 255} is taken as it is
 * @param deviations one per channel, or none
 */
public record Preprocessing(List<ImageStep> steps, Floats means, Floats deviations) {

  /** Grey levels of the network's own size, divided by 255. */
  public static final Preprocessing NONE = new Preprocessing(List.of(), Floats.of(), Floats.of());

  /** Copies the list and checks the numbers. */
  public Preprocessing {
    steps = List.copyOf(steps);
    require(
        means.size() == deviations.size(),
        "as many means as deviations are needed, found %d and %d",
        means.size(),
        deviations.size());
    for (int i = 0; i < means.size(); i++) {
      require(
          Float.isFinite(means.get(i))
              && Float.isFinite(deviations.get(i))
              && deviations.get(i) > 0,
          "means are finite and deviations above 0, found %s and %s",
          means.get(i),
          deviations.get(i));
    }
  }

  /** Checks that every image comes out as the network takes it. */
  void requireFor(Extent input) {
    require(
        means.size() == 0 || means.size() == input.channels(),
        "%d means are given, the image has %d channels",
        means.size(),
        input.channels());
    if (steps.isEmpty()) {
      return;
    }
    require(
        steps.stream().anyMatch(ImageStep::fixesSize),
        "no step gives all images one size, found %s",
        steps);
    ImageSize size = output(new ImageSize(1, 1));
    require(
        size.height() == input.height() && size.width() == input.width(),
        "the steps give images of %s, the network takes %s",
        size,
        input);
  }

  /** Size behind all steps. */
  public ImageSize output(ImageSize input) {
    ImageSize size = input;
    for (ImageStep step : steps) {
      size = step.output(size);
    }
    return size;
  }
}
