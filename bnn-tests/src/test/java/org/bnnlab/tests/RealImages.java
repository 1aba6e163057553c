package org.bnnlab.tests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.bnnlab.bench.SharedFolder;
import org.bnnlab.bench.export.Pictures;
import org.bnnlab.data.Cut;
import org.bnnlab.data.ImageDataset;
import org.bnnlab.data.Picture;
import org.bnnlab.data.Split;
import org.bnnlab.data.cifar.Cifar10;
import org.bnnlab.data.jpeg.ImageDecoder;
import org.bnnlab.data.jpeg.JpegDecoder;
import org.bnnlab.runtime.image.Preparation;
import org.bnnlab.runtime.program.Extent;
import org.bnnlab.runtime.program.Floats;
import org.bnnlab.runtime.program.ImageStep;
import org.bnnlab.runtime.program.Preprocessing;

/** Images of real data sets as networks take them; where they are missing, tests are skipped. */
final class RealImages {

  private static final Floats MEANS = Floats.of(0.485f, 0.456f, 0.406f);
  private static final Floats DEVIATIONS = Floats.of(0.229f, 0.224f, 0.225f);

  private RealImages() {}

  /** The first test images of CIFAR-10. */
  static float[] cifar(int count) throws IOException {
    Path archive = SharedFolder.require("data/cifar-10-binary.tar.bz2");
    ImageDataset images = new Cifar10().open(Split.TEST, archive);
    Preprocessing preprocessing = new Preprocessing(List.of(), MEANS, DEVIATIONS);
    float[] values = new float[count * 3 * 32 * 32];
    Picture picture = new Picture();
    for (int i = 0; i < count; i++) {
      images.read(i, picture);
      put(picture, preprocessing, 32, values, i);
    }
    return values;
  }

  /** The first photographs of the ImageNet sample, in order of their paths. */
  static float[] imageNet(int count) throws IOException {
    Path folder = SharedFolder.require("data/imagenet-sample");
    List<Path> files;
    try (Stream<Path> tree = Files.walk(folder)) {
      files = tree.filter(file -> file.toString().endsWith(".JPEG")).sorted().toList();
    }
    Preprocessing preprocessing =
        new Preprocessing(
            List.of(new ImageStep.ResizeShortSide(256), new ImageStep.CenterCrop(224)),
            MEANS,
            DEVIATIONS);
    ImageDecoder decoder = new ImageDecoder(JpegDecoder.fastest());
    float[] values = new float[count * 3 * 224 * 224];
    Picture picture = new Picture();
    for (int i = 0; i < count; i++) {
      Path file = files.get(i % files.size());
      decoder.read(file, file.toString(), 1, Cut.NONE, picture);
      put(picture, preprocessing, 224, values, i);
    }
    return values;
  }

  private static void put(
      Picture picture, Preprocessing preprocessing, int side, float[] values, int number) {
    Extent extent = new Extent(3, side, side);
    float[] image = Preparation.values(Pictures.image(picture), preprocessing, extent);
    System.arraycopy(image, 0, values, number * image.length, image.length);
  }
}
