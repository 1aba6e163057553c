package org.bnnlab.data.cifar;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import org.bnnlab.data.ImageDataset;
import org.bnnlab.data.SharedFolder;
import org.bnnlab.data.Split;
import org.bnnlab.data.Verification;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** On the real data, read straight from its archive; skipped where it is not there. */
@Tag("slow")
class SharedCifar10Test {

  private final Cifar10 cifar = new Cifar10();

  @Test
  void the_shared_archive_opens_with_every_class_equally_often() {
    Path archive = SharedFolder.require("data/cifar-10-binary.tar.bz2");

    Map<Split, ImageDataset> opened = cifar.open(EnumSet.of(Split.TRAIN, Split.TEST), archive);

    assertThat(counts(opened.get(Split.TRAIN))).containsOnly(5_000).hasSize(10);
    assertThat(counts(opened.get(Split.TEST))).containsOnly(1_000).hasSize(10);
    // mean of the red plane over the training images, as published: 0.4914
    assertThat(mean(opened.get(Split.TRAIN), 0)).isBetween(0.4913, 0.4915);
    assertThat(mean(opened.get(Split.TRAIN), 1)).isBetween(0.4821, 0.4823);
    assertThat(mean(opened.get(Split.TRAIN), 2)).isBetween(0.4464, 0.4466);
  }

  @Test
  void verify_finds_that_twenty_test_images_of_the_shared_copy_are_not_the_published_ones() {
    Path archive = SharedFolder.require("data/cifar-10-binary.tar.bz2");

    Verification verification = cifar.verify(archive);

    assertThat(verification.findings().subList(0, 5))
        .allSatisfy(finding -> assertThat(finding).isInstanceOf(Verification.Same.class));
    assertThat(verification.findings().get(5)).isInstanceOf(Verification.Differs.class);
  }

  private static int[] counts(ImageDataset images) {
    int[] counts = new int[10];
    for (int i = 0; i < images.size(); i++) {
      counts[images.label(i)]++;
    }
    return counts;
  }

  private static double mean(ImageDataset images, int channel) {
    byte[] image = new byte[3072];
    long sum = 0;
    for (int i = 0; i < images.size(); i++) {
      images.copyPixels(i, image, 0);
      for (int p = 0; p < 1024; p++) {
        sum += image[channel * 1024 + p] & 0xFF;
      }
    }
    return sum / (255.0 * 1024 * images.size());
  }
}
