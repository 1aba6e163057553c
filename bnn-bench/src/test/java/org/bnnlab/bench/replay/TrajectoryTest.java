package org.bnnlab.bench.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.parameter.ParameterRole;
import org.bnnlab.bench.file.Npz;
import org.bnnlab.bench.file.StoredArray;
import org.bnnlab.bench.recipe.OptimizerSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrajectoryTest {

  @TempDir Path folder;

  private Trajectory trajectory(String optimizer) throws IOException {
    return described(
        """
        {"kind": "trajectory", "optimizer": %s,
         "network": {"id": "resnet20", "widths": [8, 24, 40], "downsample": "subsampling + zeros"}}
        """
            .formatted(optimizer),
        "steps/loss");
  }

  private Trajectory described(String sidecar, String... arrays) throws IOException {
    Path file = folder.resolve("t.npz");
    Map<String, StoredArray> stored = new HashMap<>();
    for (String array : arrays) {
      stored.put(array, StoredArray.ofFloats(new long[] {1}, 2f));
    }
    Npz.write(file, stored);
    Files.writeString(folder.resolve("t.json"), sidecar);
    String names =
        """
        {"conv1.weight": "stem.conv.weight", "layer1.0.special": "first",
         "layer#.#.special": "stage#.block#.other", "counter": null}
        """;
    return Trajectory.read(file, Files.writeString(folder.resolve("t.names.json"), names));
  }

  @Test
  void settings_of_the_optimizer_have_our_names() throws IOException {
    Trajectory read =
        trajectory(
            """
            {"id": "adam", "lr": 0.01, "momentum": null, "weightDecay": 1e-5, "eps": 1e-6,
             "betas": [0.8, 0.99], "nesterov": false}\
            """);

    assertThat(read.optimizerId()).isEqualTo("adam");
    assertThat(read.learningRate()).isEqualTo(0.01);
    assertThat(read.optimizerSettings())
        .containsEntry("weightDecay", 1e-5)
        .containsEntry("epsilon", 1e-6)
        .containsEntry("beta1", 0.8)
        .containsEntry("beta2", 0.99)
        .containsEntry("nesterov", 0.0)
        .doesNotContainKey("momentum");
  }

  @Test
  void the_sidecar_says_in_words_what_decays() throws IOException {
    assertThat(trajectory("{\"decays\": \"all parameters\"}").decays())
        .isEqualTo(OptimizerSpec.ALL_ROLES);
    assertThat(
            trajectory(
                    "{\"decays\": \"every four-dimensional parameter (learned shifts and gains"
                        + " included) or named conv; others not\"}")
                .decays())
        .containsExactlyInAnyOrder(
            ParameterRole.WEIGHT,
            ParameterRole.STEM_WEIGHT,
            ParameterRole.SHORTCUT_WEIGHT,
            ParameterRole.SCALE,
            ParameterRole.SHIFT);
    Trajectory other = trajectory("{\"decays\": \"only some\"}");
    assertThatThrownBy(other::decays)
        .isInstanceOf(FaultException.class)
        .hasMessageContaining("t.json: optimizer decays is \"only some\"; known are");
  }

  @Test
  void widths_and_shortcuts_of_the_sidecar_become_options() throws IOException {
    assertThat(trajectory("{}").networkOptions(Set.of("widths", "shortcuts", "downsample")))
        .containsEntry("widths", List.of(8, 24, 40))
        .containsEntry("downsample", "subsample");
  }

  @Test
  void residual_factor_clipping_stem_and_depths_of_the_sidecar_become_options() throws IOException {
    Trajectory read =
        described(
            """
            {"kind": "trajectory", "method": {"id": "bnfree", "alpha": 0.25, "betaPerBlock": [1.0]},
             "network": {"id": "reactnet18", "widths": [4, 8], "depths": [3, 2],
               "stem": "7x7 stride 2 padding 3, then max pooling",
               "downsample": "AvgPool2d(2,2), then 1x1 HardBinaryScaledStdConv2d"},
             "gradientTransform": {"id": "agc", "clip": 0.03, "eps": 0.001}}
            """);

    assertThat(read.methodOptions(Set.of("alpha", "clip", "gamma")))
        .containsExactlyInAnyOrderEntriesOf(Map.of("alpha", 0.25, "clip", 0.03));
    assertThat(read.methodOptions(Set.of())).isEmpty();
    assertThat(read.networkOptions(Set.of("widths", "depths", "stem")))
        .containsExactlyInAnyOrderEntriesOf(
            Map.of("widths", List.of(4, 8), "depths", List.of(3, 2), "stem", "imagenet"));
  }

  @ParameterizedTest
  @CsvSource({
    "'cross-entropy, mean over the batch', steps/y, ''",
    "'label smoothing 0.2', steps/y, LabelSmoothing[epsilon=0.2]",
    "'cross-entropy, labels smoothed by .05', steps/y, LabelSmoothing[epsilon=0.05]",
    "'label-smoothing cross-entropy', steps/y, LabelSmoothing[epsilon=0.1]",
    "'cross-entropy with the teacher', steps/teacher, DistributionLoss[]"
  })
  void the_loss_is_the_one_the_sidecar_tells_of(String words, String array, String objective)
      throws IOException {
    String sidecar = "{\"kind\": \"trajectory\", \"loss\": \"" + words + "\"}";

    assertThat(described(sidecar, array).objective().map(Object::toString).orElse(""))
        .isEqualTo(objective);
  }

  @Test
  void a_number_sign_in_the_names_stands_for_any_number() throws IOException {
    String sidecar = "{\"kind\": \"trajectory\"}";
    Trajectory read =
        described(
            sidecar,
            "init/conv1.weight",
            "init/layer1.0.special",
            "init/layer2.13.special",
            "init/counter");

    assertThat(read.named("init/"))
        .containsOnlyKeys("stem.conv.weight", "first", "stage2.block13.other");
    Trajectory unknown = described(sidecar, "init/layerX.0.special", "init/counter");
    assertThatThrownBy(() -> unknown.named("init/"))
        .isInstanceOf(FaultException.class)
        .hasMessageContaining("the names map says nothing of layerX.0.special; map each");
  }

  @Test
  void an_evaluation_that_is_no_number_counts_as_divergence() {
    ReplayReport report =
        new ReplayReport(List.of(), 0, 0, List.of(), List.of(), List.of(), Double.NaN, null);

    assertThat(report.agrees()).isFalse();
  }
}
