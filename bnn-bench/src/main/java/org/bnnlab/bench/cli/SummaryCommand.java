package org.bnnlab.bench.cli;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.bnnlab.api.network.Network;
import org.bnnlab.api.network.Node;
import org.bnnlab.api.network.NodeParameters;
import org.bnnlab.api.network.Operation;
import org.bnnlab.api.network.Padding;
import org.bnnlab.api.parameter.ParameterKind;
import org.bnnlab.api.parameter.ParameterSpec;
import org.bnnlab.bench.describe.Words;
import org.bnnlab.bench.leaderboard.TextTable;
import org.bnnlab.models.cost.CostModel;
import org.bnnlab.models.cost.NetworkCost;
import org.bnnlab.models.cost.NodeCost;
import org.bnnlab.models.cost.PublishedCost;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bnn summary MODEL}: layers, parameters and operations of a network. */
@Command(
    name = "summary",
    description = "Show the layers of a network with shapes, bits, parameters and operations.")
final class SummaryCommand implements Callable<Integer> {

  private final Console console;

  @Mixin private final NetworkOptions choice = new NetworkOptions();

  @Option(names = "--params", description = "List every parameter, too.")
  private boolean params;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  SummaryCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Network network = choice.network();
    NetworkCost cost = CostModel.of(network);
    if (json) {
      console.out().println(Json.line(json(network, cost)));
    } else {
      printLayers(network, cost);
      if (params) {
        printParameters(network);
      }
      printTotals(cost);
      printPublished(choice.published(network), cost);
    }
    return 0;
  }

  private void printLayers(Network network, NetworkCost cost) {
    TextTable table =
        new TextTable(
            List.of(
                "layer",
                "input",
                "output",
                "bits",
                "kernel /stride +padding",
                "parameters",
                "MACs",
                "op"));
    for (NodeCost node : cost.nodes()) {
      long parameters = node.paramsBinary() + node.paramsFloat();
      if (parameters > 0) {
        table.add(
            List.of(
                node.node().path(),
                Shapes.text(node.input()),
                Shapes.text(node.output()),
                node.weightBits() == 0 ? "" : node.weightBits() + "/" + node.activationBits(),
                kernel(node.node().operation()),
                grouped(parameters),
                macs(node) == 0 ? "" : grouped(macs(node)),
                operation(node.node())));
      }
    }
    console
        .out()
        .println(
            "%s · method %s · input %s"
                .formatted(network.id(), choice.method(), Shapes.text(network.inputShape())));
    table.lines(console.colours()).forEach(console.out()::println);
    console.out().println();
  }

  private void printParameters(Network network) {
    TextTable table = new TextTable(List.of("parameter", "shape", "bits"));
    parameters(network)
        .forEach(
            (name, spec) ->
                table.add(List.of(name, Shapes.text(spec.shape()), String.valueOf(bits(spec)))));
    table.lines(console.colours()).forEach(console.out()::println);
    console.out().println();
  }

  private void printTotals(NetworkCost cost) {
    TextTable table = new TextTable(List.of("total", ""));
    table.add(List.of("parameters, 1 bit", grouped(cost.paramsBinary())));
    table.add(List.of("parameters, 32 bits", grouped(cost.paramsFloat())));
    table.add(List.of("binary MACs (BOPs)", grouped(cost.bops())));
    table.add(List.of("real MACs (FLOPs)", grouped(cost.flops())));
    table.add(List.of("OPs = FLOPs + BOPs / 64", fraction(cost.ops())));
    table.add(List.of("MACs of the classifier, not in OPs", grouped(cost.classifierMacs())));
    table.add(
        List.of(
            "size",
            String.format(
                Locale.ROOT,
                "%.3f MB (all in 32 bits: %.3f MB, %.1f× as much)",
                cost.sizeMb(),
                cost.floatSizeMb(),
                cost.floatSizeMb() / cost.sizeMb())));
    table.lines(console.colours()).forEach(console.out()::println);
    console.out().println("per image, counting rule " + NetworkCost.RULE);
  }

  private void printPublished(List<PublishedCost> figures, NetworkCost cost) {
    if (figures.isEmpty()) {
      return;
    }
    TextTable table = new TextTable(List.of("published", "figure", "here", "source"));
    for (PublishedCost figure : figures) {
      table.add(
          List.of(
              figure.quantity().word(),
              figure.value().toString(),
              figure.agreesWith(cost) ? "equal" : figure.ours(cost).toString(),
              figure.source()));
    }
    console.out().println();
    table.lines(console.colours()).forEach(console.out()::println);
  }

  private static Map<String, Object> json(PublishedCost figure, NetworkCost cost) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("quantity", figure.quantity().word());
    fields.put("value", figure.value());
    fields.put("here", figure.ours(cost));
    fields.put("agrees", figure.agreesWith(cost));
    fields.put("source", figure.source());
    return fields;
  }

  private static long macs(NodeCost node) {
    return node.binaryMacs() + node.floatMacs() + node.classifierMacs();
  }

  /** {@code 3x3}, and stride, padding, dilation and groups where they are not the plain ones. */
  private static String kernel(Operation operation) {
    if (!(operation instanceof Operation.Convolution o)) {
      return "";
    }
    StringBuilder text =
        new StringBuilder("%dx%d /%d".formatted(o.kernel(), o.kernel(), o.stride()));
    if (o.padding().size() > 0) {
      text.append(" +").append(o.padding().size());
      if (o.padding().value() != Padding.Value.ZERO) {
        text.append(" of ").append(o.padding().value().number());
      }
    }
    if (o.dilation() > 1) {
      text.append(" dilated ").append(o.dilation());
    }
    if (o.groups() > 1) {
      text.append(" in ").append(o.groups()).append(" groups");
    }
    return text.toString();
  }

  private static String operation(Node node) {
    return node.operation() instanceof Operation.Open open
        ? open.description()
        : Words.of(node.operation().getClass().getSimpleName());
  }

  private static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** An exact multiple of 1/64, without zeros behind it. */
  static String fraction(double ops) {
    return String.format(Locale.ROOT, "%,.6f", ops).replaceAll("\\.?0+$", "");
  }

  /** What is learned, in forward order; running statistics are not. */
  private static Map<String, ParameterSpec> parameters(Network network) {
    Map<String, ParameterSpec> learned = new LinkedHashMap<>(NodeParameters.of(network));
    learned.values().removeIf(spec -> !spec.isTrained());
    return learned;
  }

  private static int bits(ParameterSpec spec) {
    return spec.kind() == ParameterKind.LATENT ? 1 : 32;
  }

  private Map<String, Object> json(Network network, NetworkCost cost) {
    Map<String, Object> totals = new LinkedHashMap<>();
    totals.put("paramsBinary", cost.paramsBinary());
    totals.put("paramsFloat", cost.paramsFloat());
    totals.put("flops", cost.flops());
    totals.put("bops", cost.bops());
    totals.put("ops", cost.ops());
    totals.put("classifierMacs", cost.classifierMacs());
    totals.put("sizeMb", cost.sizeMb());
    totals.put("floatSizeMb", cost.floatSizeMb());
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("model", network.id());
    fields.put("method", choice.method());
    fields.put("input", sides(network.inputShape()));
    fields.put("totals", totals);
    fields.put(
        "published", choice.published(network).stream().map(figure -> json(figure, cost)).toList());
    fields.put("layers", cost.nodes().stream().map(SummaryCommand::json).toList());
    if (params) {
      List<Map<String, Object>> list = new ArrayList<>();
      parameters(network)
          .forEach(
              (name, spec) -> {
                Map<String, Object> parameter = new LinkedHashMap<>();
                parameter.put("name", name);
                parameter.put("shape", sides(spec.shape()));
                parameter.put("bits", bits(spec));
                list.add(parameter);
              });
      fields.put("params", list);
    }
    return fields;
  }

  private static Map<String, Object> json(NodeCost node) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("path", node.node().path());
    fields.put("operation", operation(node.node()));
    fields.put("inputs", node.node().inputs());
    fields.put("input", sides(node.input()));
    fields.put("output", sides(node.output()));
    fields.put("weightBits", node.weightBits());
    fields.put("activationBits", node.activationBits());
    fields.put("paramsBinary", node.paramsBinary());
    fields.put("paramsFloat", node.paramsFloat());
    fields.put("binaryMacs", node.binaryMacs());
    fields.put("floatMacs", node.floatMacs());
    fields.put("classifierMacs", node.classifierMacs());
    if (node.node().operation() instanceof Operation.Convolution o) {
      fields.put("kernel", o.kernel());
      fields.put("stride", o.stride());
      fields.put("padding", o.padding().size());
      fields.put("paddingValue", o.padding().value().number());
      fields.put("dilation", o.dilation());
      fields.put("groups", o.groups());
    }
    return fields;
  }

  private static List<Long> sides(Shape shape) {
    return Arrays.stream(shape.getShape()).boxed().toList();
  }
}
