package org.bnnlab.bench.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.parameter.ParameterRole;
import org.bnnlab.bench.file.Npz;
import org.bnnlab.bench.file.StoredArray;
import org.bnnlab.bench.recipe.OptimizerSpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrajectoryTest {

  @TempDir Path folder;

  private Trajectory trajectory(String optimizer) throws IOException {
    Path file = folder.resolve("t.npz");
    Npz.write(file, Map.of("steps/loss", StoredArray.ofFloats(new long[] {1}, 2f)));
    Files.writeString(
        folder.resolve("t.json"),
        """
        {"kind": "trajectory", "optimizer": %s,
         "network": {"id": "resnet20", "widths": [8, 24, 40], "downsample": "subsampling + zeros"}}
        """
            .formatted(optimizer));
    return Trajectory.read(file, Files.writeString(folder.resolve("t.names.json"), "{}"));
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
    assertThat(trajectory("{}").networkOptions())
        .containsEntry("widths", List.of(8, 24, 40))
        .containsEntry("downsample", "subsample");
  }

  @Test
  void an_evaluation_that_is_no_number_counts_as_divergence() {
    ReplayReport report = new ReplayReport(List.of(), 0, 0, List.of(), Double.NaN, null);

    assertThat(report.agrees()).isFalse();
  }
}
