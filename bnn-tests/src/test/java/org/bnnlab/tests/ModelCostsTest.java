package org.bnnlab.tests;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.bnnlab.api.method.Bits;
import org.bnnlab.api.method.Method;
import org.bnnlab.api.method.Methods;
import org.bnnlab.bench.SharedFolder;
import org.bnnlab.models.cost.CostModel;
import org.bnnlab.models.cost.NetworkCost;
import org.bnnlab.models.resolve.Architectures;
import org.bnnlab.models.resolve.Resolver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The published costs of binary networks, to the last operation. */
class ModelCostsTest {

  /** Rows whose name is not the id of a model with a stem. */
  private static final Map<String, Model> NAMED =
      Map.of(
          "MeliusNet22 (larq; grouped stem with 2x2 pool)",
          new Model("meliusnet22-grouped-stem", Map.of("stemPool", "2x2")),
          "BinaryResNetE18 (larq; no input BN)",
          new Model("resnete18-imagenet-stem", Map.of("inputNorm", false)));

  private final Architectures architectures = Architectures.load();

  /** An architecture and its options. */
  record Model(String id, Map<String, ?> options) {

    /** {@code BinaryResNetE18 (grouped stem)} is {@code resnete18-grouped-stem}. */
    static Model of(String row) {
      Model named = NAMED.get(row);
      return named != null
          ? named
          : new Model(
              row.toLowerCase(Locale.ROOT)
                  .replace("binaryresnete", "resnete")
                  .replaceAll("[()]", "")
                  .replace(' ', '-'),
              Map.of());
    }
  }

  /** One row of the file; numbers that it leaves open are empty. */
  record Published(
      String name,
      String input,
      String paramsBinary,
      String paramsFloat,
      String sizeMb,
      String flops,
      String bops,
      String ops) {

    static Published of(String line) {
      List<String> cells = new ArrayList<>(Arrays.asList(line.split(",", 9)));
      return new Published(
          cells.get(0),
          cells.get(1),
          cells.get(2),
          cells.get(3),
          cells.get(4),
          cells.get(5),
          cells.get(6),
          cells.get(7));
    }

    /** Whether the row gives every binary operation of a binary network. */
    boolean exact() {
      return !bops.isEmpty() && !bops.equals("0");
    }

    Shape image() {
      return new Shape(Stream.of(input.split("x")).mapToLong(Long::parseLong).toArray());
    }

    /** The size to as many digits as are printed. */
    String rounded(double size) {
      int digits = sizeMb.length() - sizeMb.indexOf('.') - 1;
      return String.format(Locale.ROOT, "%." + digits + "f", size);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Published> exactRows() throws IOException {
    return Files.readAllLines(SharedFolder.require("published/model_costs.csv")).stream()
        .skip(1)
        .map(Published::of)
        .filter(Published::exact);
  }

  @Test
  void all_exact_rows_of_the_file_are_read() throws IOException {
    assertThat(exactRows()).hasSizeGreaterThanOrEqualTo(21);
  }

  @ParameterizedTest
  @MethodSource("exactRows")
  void a_published_network_costs_what_is_published(Published row) {
    Model model = Model.of(row.name());
    NetworkCost cost = cost(model, "bnn", row.image());

    assertThat(cost.paramsBinary()).isEqualTo(Long.parseLong(row.paramsBinary()));
    assertThat(cost.paramsFloat()).isEqualTo(Long.parseLong(row.paramsFloat()));
    assertThat(cost.flops()).isEqualTo(Long.parseLong(row.flops()));
    assertThat(cost.bops()).isEqualTo(Long.parseLong(row.bops()));
    assertThat(cost.ops()).isEqualTo(Double.parseDouble(row.ops()));
    assertThat(row.rounded(cost.sizeMb())).isEqualTo(row.sizeMb());
  }

  @ParameterizedTest
  @ValueSource(strings = {"binarydensenet", "meliusnet", "bnn", "birealnet", "irnet"})
  void methods_without_parameters_of_their_own_cost_the_same(String method) {
    for (String id : List.of("meliusnet22", "binarydensenet28", "resnete18")) {
      Model model = new Model(id, Map.of());
      Shape image = architectures.get(id).defaultInput();
      NetworkCost expected = cost(model, "binarydensenet", image);
      NetworkCost found = cost(model, method, image);

      assertThat(found.paramsBinary()).isEqualTo(expected.paramsBinary());
      assertThat(found.paramsFloat()).isEqualTo(expected.paramsFloat());
      assertThat(found.ops()).isEqualTo(expected.ops());
    }
  }

  private NetworkCost cost(Model model, String method, Shape image) {
    return CostModel.of(
        Resolver.resolve(
            architectures.get(model.id()),
            model.options(),
            Methods.load().create(method, Map.of(), null),
            image,
            1000));
  }

  /** ImageNet networks in section 6 of the cards of SD-BNN and ReCU (two-stage). */
  @ParameterizedTest
  @CsvSource({
    "sdbnn, imagenet, birealnet18, 11980840",
    "sdbnn, imagenet, birealnet34, 22377000",
    "recu, two-stage, birealnet18, 11708264",
    "recu, two-stage, birealnet34, 21834984"
  })
  void imagenet_forms_have_the_parameters_of_their_cards(
      String id, String form, String architecture, long parameters) {
    Map<String, Object> options = new HashMap<>(Map.of("form", form));
    if (id.equals("sdbnn")) {
      options.put("reduction", 8);
    }
    Method method = Methods.load().create(id, options, Bits.BINARY);

    NetworkCost cost =
        CostModel.of(
            Resolver.resolve(
                architectures.get(architecture), Map.of(), method, new Shape(3, 224, 224), 1000));

    assertThat(cost.paramsBinary() + cost.paramsFloat()).isEqualTo(parameters);
  }
}
