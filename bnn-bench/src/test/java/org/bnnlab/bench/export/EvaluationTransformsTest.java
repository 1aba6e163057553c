package org.bnnlab.bench.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.bnnlab.api.check.FaultException;
import org.bnnlab.data.ImageShape;
import org.bnnlab.data.transform.CenterCrop;
import org.bnnlab.data.transform.Grayscale;
import org.bnnlab.data.transform.Normalize;
import org.bnnlab.data.transform.RandomHorizontalFlip;
import org.bnnlab.data.transform.Resize;
import org.bnnlab.data.transform.TransformPipeline;
import org.bnnlab.runtime.program.Floats;
import org.bnnlab.runtime.program.ImageStep;
import org.bnnlab.runtime.program.Preprocessing;
import org.junit.jupiter.api.Test;

class EvaluationTransformsTest {

  private static final ImageShape STORED = new ImageShape(3, 32, 48);

  @Test
  void resize_cut_and_normalization_are_kept() {
    Preprocessing packed =
        EvaluationTransforms.packed(
            TransformPipeline.of(new Resize(256), new CenterCrop(224), Normalize.IMAGENET), STORED);

    assertThat(packed.steps())
        .containsExactly(new ImageStep.ResizeShortSide(256), new ImageStep.CenterCrop(224));
    assertThat(packed.means()).isEqualTo(Floats.of(0.485f, 0.456f, 0.406f));
    assertThat(packed.deviations()).isEqualTo(Floats.of(0.229f, 0.224f, 0.225f));
  }

  @Test
  void where_no_size_is_given_images_come_to_that_of_the_data_set_first() {
    assertThat(EvaluationTransforms.packed(TransformPipeline.of(new Resize(64)), STORED).steps())
        .containsExactly(new ImageStep.ResizeTo(32, 48), new ImageStep.ResizeShortSide(64));
  }

  @Test
  void points_are_no_images() {
    assertThat(EvaluationTransforms.packed(TransformPipeline.of(), new ImageShape(2, 1, 1)))
        .isEqualTo(Preprocessing.NONE);
  }

  @Test
  void what_a_file_cannot_hold_is_refused_by_name() {
    assertThatThrownBy(
            () ->
                EvaluationTransforms.packed(
                    TransformPipeline.of(new Grayscale(1), new RandomHorizontalFlip(0.5)), STORED))
        .isInstanceOf(FaultException.class)
        .hasMessageContaining(
            "test transform grayscale(1.0) cannot be exported: a .bnn file holds resize,"
                + " center-crop and a normalization")
        .hasMessageContaining("test transform flip(0.5) cannot be exported: ");
  }
}
