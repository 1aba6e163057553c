package org.bnnlab.bench.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class EnvironmentTest {

  @Test
  void this_machine_is_described_without_names_of_files() {
    Environment environment = Environment.capture();

    assertThat(environment.cores()).isPositive();
    assertThat(environment.memoryBytes()).isGreaterThan(1L << 28);
    assertThat(environment.jdk()).startsWith("25");
    assertThat(environment.djl()).matches("\\d+\\.\\d+\\.\\d+");
    assertThat(environment.libtorch()).matches("\\d+\\.\\d+\\.\\d+.*");
    assertThat(environment.flags()).noneMatch(flag -> flag.contains("/"));
  }

  @Test
  void inside_a_checkout_the_commit_is_known() {
    Code code = Code.capture();

    assertThat(code.commit() == null).isEqualTo(Code.checkout().isEmpty());
    assertThat(code.plugins()).isEmpty();
  }
}
