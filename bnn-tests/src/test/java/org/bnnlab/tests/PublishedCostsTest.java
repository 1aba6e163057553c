package org.bnnlab.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bnnlab.api.architecture.Architecture;
import org.bnnlab.api.method.MethodDescriptor;
import org.bnnlab.api.method.Methods;
import org.bnnlab.api.network.Network;
import org.bnnlab.models.cost.CostModel;
import org.bnnlab.models.cost.PublishedCost;
import org.bnnlab.models.cost.PublishedCosts;
import org.bnnlab.models.resolve.Architectures;
import org.bnnlab.models.resolve.Resolver;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every figure of the project's file of published costs, against the cost model. */
class PublishedCostsTest {

  private static final Architectures ARCHITECTURES = Architectures.load();
  private static final Methods METHODS = Methods.load();

  static Stream<Arguments> figures() {
    Set<String> methods =
        METHODS.descriptors().stream().map(MethodDescriptor::id).collect(Collectors.toSet());
    return PublishedCosts.load().all().stream()
        .filter(figure -> methods.contains(figure.method()))
        .flatMap(
            figure ->
                ARCHITECTURES.all().stream()
                    .filter(architecture -> figure.models().contains(architecture.id()))
                    .map(architecture -> Arguments.of(architecture.id(), figure)));
  }

  @ParameterizedTest(name = "{0} {1}")
  @MethodSource("figures")
  void a_published_figure_is_met_to_its_last_digit(String id, PublishedCost figure) {
    Architecture architecture = ARCHITECTURES.get(id);
    String input =
        Stream.of(0, 1, 2)
            .map(axis -> String.valueOf(architecture.defaultInput().get(axis)))
            .collect(Collectors.joining("x"));
    assumeThat(input).isEqualTo(figure.input());
    Network network =
        Resolver.resolve(
            architecture,
            figure.options(),
            METHODS.create(figure.method(), Map.of(), null),
            architecture.defaultInput(),
            architecture.defaultClasses());

    assertThat(figure.ours(CostModel.of(network))).isEqualTo(figure.value());
  }
}
