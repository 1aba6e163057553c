package org.bnnlab.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ImageDatasetTest {

  private static final Dataset TINY =
      new Dataset(
          "tiny",
          "Tiny",
          Map.of(Split.TEST, 3),
          new ImageShape(1, 1, 2),
          List.of("a", "b"),
          "none",
          "made up",
          List.of());

  private final ImageDataset images =
      ImageDataset.inMemory(TINY, new int[] {0, 1, 0}, new byte[] {1, 2, 3, 4, 5, (byte) 250});

  @Test
  void an_image_is_copied_to_the_place_asked_for() {
    byte[] target = new byte[4];

    images.copyPixels(2, target, 1);

    assertThat(target).containsExactly(0, 5, 250, 0);
  }

  @Test
  void a_subset_has_the_chosen_images_in_the_chosen_order() {
    ImageDataset subset = images.subset(2, 1, 2);

    byte[] target = new byte[2];
    subset.copyPixels(1, target, 0);
    assertThat(subset.size()).isEqualTo(3);
    assertThat(subset.label(1)).isEqualTo(1);
    assertThat(target).containsExactly(3, 4);
  }

  @Test
  void a_subset_of_a_subset_counts_within_the_subset() {
    ImageDataset second = images.subset(2, 0).subset(1);

    byte[] target = new byte[2];
    second.copyPixels(0, target, 0);
    assertThat(target).containsExactly(1, 2);
  }

  @Test
  void take_keeps_the_first_images_only() {
    ImageDataset taken = images.take(1);

    assertThat(taken.size()).isEqualTo(1);
    assertThatThrownBy(() -> taken.copyPixels(1, new byte[2], 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void too_many_images_to_take_are_refused() {
    assertThatThrownBy(() -> images.take(4))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("number of images to take from tiny must be in 1..3, found 4");
  }

  @Test
  void an_index_outside_is_refused_in_a_subset() {
    assertThatThrownBy(() -> images.subset(0, 3))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("index 3 of a subset of tiny must be in 0..2");
  }

  @Test
  void a_label_outside_the_classes_is_refused() {
    assertThatThrownBy(() -> ImageDataset.inMemory(TINY, new int[] {0, 2}, new byte[4]))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("label of image 1 in tiny must be in 0..1, found 2");
  }

  @Test
  void changing_the_labels_given_does_not_change_the_data_set() {
    int[] labels = {1};
    ImageDataset kept = ImageDataset.inMemory(TINY, labels, new byte[2]);

    labels[0] = 0;

    assertThat(kept.label(0)).isEqualTo(1);
  }
}
