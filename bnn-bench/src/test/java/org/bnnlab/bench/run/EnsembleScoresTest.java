package org.bnnlab.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.nio.FloatBuffer;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class EnsembleScoresTest {

  @Test
  void probabilities_are_averaged_and_not_logits() {
    EnsembleScores scores = new EnsembleScores(2);
    for (float difference : new float[] {2, -1, -0.5f}) {
      scores.nextNetwork();
      scores.add(FloatBuffer.wrap(new float[] {difference, 0}), new int[] {0});
    }

    TestResult result = scores.result(OptionalDouble.empty());

    // Item 10 of the BiSNN card; the softmax of the mean logit would be 0.541570.
    assertThat(result.guesses().getFirst().confidence()).isCloseTo(0.509093, within(1e-6));
    assertThat(result.top1()).isEqualTo(100);
  }
}
