package org.bnnlab.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.stream.Stream;
import org.bnnlab.api.architecture.Architecture;
import org.bnnlab.api.method.Method;
import org.bnnlab.api.method.MethodDescriptor;
import org.bnnlab.api.method.Methods;
import org.bnnlab.api.network.Network;
import org.bnnlab.api.network.NetworkException;
import org.bnnlab.bench.export.PackingPlan;
import org.bnnlab.models.resolve.Architectures;
import org.bnnlab.models.resolve.Resolver;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every method on every network of the zoo, seen from the plan of the export. */
class PackingPlanTest {

  private static final Methods METHODS = Methods.load();

  static Stream<String> methods() {
    return METHODS.descriptors().stream().map(MethodDescriptor::id);
  }

  @ParameterizedTest
  @MethodSource("methods")
  void at_least_99_percent_of_the_binary_products_are_packed_on_every_network(String id) {
    // The scale of its paper's code is refused for a thousand classes.
    Map<String, Object> options = id.equals("classcentres") ? Map.of("scale", 0.0) : Map.of();
    Method method = METHODS.create(id, options, null);
    int binary = 0;
    for (Architecture architecture : Architectures.load().all()) {
      Network network;
      try {
        network = Resolver.resolve(architecture, method);
      } catch (NetworkException e) {
        assertThat(e).hasMessageContaining("branch.pool: takes (channels, height, width)");
        continue; // a branch on images, in a network of dense layers
      }
      PackingPlan plan = PackingPlan.of(network);

      if (architecture.id().startsWith("spiking")) {
        assertThat(plan.faults()).as("spikes have no packed form").isNotEmpty();
        continue;
      }
      assertThat(plan.faults()).as("%s on %s", id, architecture.id()).isEmpty();
      assertThat(plan.packedShare()).as("%s on %s", id, architecture.id()).isGreaterThan(0.99);
      binary += plan.binaryMacs() > 0 ? 1 : 0;
    }
    assertThat(binary > 0).isEqualTo(method.bits().activations() == 1);
  }
}
