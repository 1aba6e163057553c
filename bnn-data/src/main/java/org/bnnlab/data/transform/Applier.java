package org.bnnlab.data.transform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.bnnlab.data.Box;
import org.bnnlab.data.Cut;
import org.bnnlab.data.ImageShape;
import org.bnnlab.data.Picture;
import org.bnnlab.data.SampleRandom;
import org.jspecify.annotations.Nullable;

/**
 * A {@link TransformPipeline} at work. Mutable, for one thread.
 *
 * <p>Geometric steps only move a window; pixels are touched by the steps that compute new ones, and
 * once at the end, where the window is read through a table of the 256 grey levels.
 */
public final class Applier {

  private final List<Step> steps = new ArrayList<>();
  private final float[][] tables;
  private final Window window = new Window();
  private final Picture first = new Picture();
  private final Picture second = new Picture();
  private final float[][] lit = new float[3][256];
  private final boolean computes;
  private @Nullable Normalize normalize;

  /** A step at work, with its stream: numbered from the second of its kind on, to draw anew. */
  private sealed interface Step {
    String purpose();
  }

  private record Moving(GeometricTransform transform, String purpose) implements Step {}

  private record Computing(PixelTransform.Applied applied, String purpose) implements Step {}

  private record Lit(Lighting lighting, String purpose) implements Step {}

  Applier(List<Transform> transforms) {
    Map<String, Integer> uses = new HashMap<>();
    for (Transform transform : transforms) {
      switch (transform) {
        case Normalize last -> normalize = last;
        case GeometricTransform moves ->
            steps.add(new Moving(moves, stream(moves.purpose(), uses)));
        case PixelTransform computes ->
            steps.add(new Computing(computes.newApplied(), stream(computes.purpose(), uses)));
        case Lighting lighting -> steps.add(new Lit(lighting, stream("lighting", uses)));
      }
    }
    computes = steps.stream().anyMatch(Computing.class::isInstance);
    tables = tables(normalize);
  }

  /** One for each channel, or a single one for all. */
  private static float[][] tables(@Nullable Normalize normalize) {
    if (normalize == null) {
      return new float[][] {Normalize.unitTable()};
    }
    float[][] tables = new float[normalize.mean().size()][];
    Arrays.setAll(tables, normalize::table);
    return tables;
  }

  private static float[] of(float[][] values, int channel) {
    return values[Math.min(channel, values.length - 1)];
  }

  private static String stream(String purpose, Map<String, Integer> uses) {
    int use = uses.merge(purpose, 1, Integer::sum);
    return purpose + (use == 1 ? "" : "#" + use);
  }

  /**
   * Transforms an image that is stored plane by plane.
   *
   * @param image unsigned bytes in CHW order
   * @param shape of the image
   * @param random the sample's streams
   * @param target takes the output shape's values in CHW order, from {@code offset} on
   */
  public void apply(
      byte[] image, ImageShape shape, SampleRandom random, float[] target, int offset) {
    if (computes) {
      second.copyPlanes(image, shape);
      apply(second, random, target, offset);
      return;
    }
    window.show(shape.height(), shape.width());
    float[][] values = tables;
    for (Step step : steps) {
      Supplier<RandomGenerator> stream = () -> random.stream(step.purpose());
      switch (step) {
        case Moving moving -> moving.transform.apply(window, stream);
        case Lit light -> values = lightened(light, stream);
        case Computing _ -> throw new IllegalStateException("computing steps work on pictures");
      }
    }
    int plane = shape.height() * shape.width();
    int outPlane = window.height() * window.width();
    for (int c = 0; c < shape.channels(); c++) {
      window.read(image, c * plane, 1, shape.width(), of(values, c), target, offset + c * outPlane);
    }
  }

  /** Reads a part of an image. */
  @FunctionalInterface
  public interface Reader {

    /** Puts the part that {@code cut} chooses into {@code target}. */
    void read(Cut cut, Picture target);
  }

  /**
   * Transforms an image of which no more is read than the first step looks at.
   *
   * @param reader called once
   * @param random the sample's streams
   * @param target takes the output shape's values in CHW order, from {@code offset} on
   */
  public void apply(Reader reader, SampleRandom random, float[] target, int offset) {
    if (steps.isEmpty()
        || !(steps.getFirst() instanceof Computing step)
        || !(step.applied instanceof PixelTransform.Cropped cropped)) {
      reader.read(Cut.NONE, first);
      apply(first, random, target, offset);
      return;
    }
    reader.read((height, width) -> cropped.part(height, width, random.stream(step.purpose)), first);
    Box all = Box.whole(first.height(), first.width());
    Picture image = cropped.apply(first, all, second);
    apply(image, steps.subList(1, steps.size()), random, target, offset);
  }

  /**
   * Transforms a picture.
   *
   * @param image the picture; may be changed
   * @param random the sample's streams
   * @param target takes the output shape's values in CHW order, from {@code offset} on
   */
  public void apply(Picture image, SampleRandom random, float[] target, int offset) {
    apply(image, steps, random, target, offset);
  }

  private void apply(
      Picture image, List<Step> rest, SampleRandom random, float[] target, int offset) {
    Picture current = image;
    window.show(image.height(), image.width());
    float[][] values = tables;
    for (Step step : rest) {
      Supplier<RandomGenerator> stream = () -> random.stream(step.purpose());
      switch (step) {
        case Moving moving -> moving.transform.apply(window, stream);
        case Lit light -> values = lightened(light, stream);
        case Computing computing -> {
          current = through(current);
          current = computing.applied.apply(current, spare(current), stream);
          window.show(current.height(), current.width());
        }
      }
    }
    int channels = current.channels();
    if (channels == 3 && window.isInside()) {
      window.readColours(
          current.bytes(),
          current.width(),
          List.of(of(values, 0), of(values, 1), of(values, 2)),
          target,
          offset);
      return;
    }
    int plane = window.height() * window.width();
    for (int c = 0; c < channels; c++) {
      window.read(
          current.bytes(), c, channels, current.width(), of(values, c), target, offset + c * plane);
    }
  }

  /** What the window shows, as a picture. */
  private Picture through(Picture image) {
    if (window.showsAll(image)) {
      return image;
    }
    Picture cut = spare(image);
    window.read(image, cut);
    return cut;
  }

  private Picture spare(Picture used) {
    return used == first ? second : first;
  }

  private float[][] lightened(Lit light, Supplier<RandomGenerator> stream) {
    float[] added = light.lighting.draw(stream.get());
    for (int c = 0; c < lit.length; c++) {
      light.lighting.light(lit[c], added[c]);
      if (normalize != null) {
        normalize.apply(lit[c], c);
      }
    }
    return lit;
  }
}
