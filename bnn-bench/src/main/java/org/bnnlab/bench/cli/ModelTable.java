package org.bnnlab.bench.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.bnnlab.api.architecture.Architecture;
import org.bnnlab.api.method.Methods;
import org.bnnlab.models.cost.CostModel;
import org.bnnlab.models.cost.NetworkCost;
import org.bnnlab.models.cost.PublishedCost;
import org.bnnlab.models.cost.PublishedCosts;
import org.bnnlab.models.resolve.Resolver;

/** The table of docs/models.md: what each network costs, and whether published figures agree. */
final class ModelTable {

  private ModelTable() {}

  /** Lines of Markdown. */
  static List<String> lines(List<Architecture> models) {
    Methods methods = Methods.load();
    PublishedCosts published = PublishedCosts.load();
    List<String> lines = new ArrayList<>();
    lines.add(
        "| model | what it is | method | input | 1-bit parameters | 32-bit parameters | binary MACs"
            + " | real MACs | OPs | size | published |");
    lines.add("|---|---|---|---|---:|---:|---:|---:|---:|---:|---|");
    for (Architecture model : models) {
      NetworkCost cost =
          CostModel.of(
              Resolver.resolve(model, methods.create(model.defaultMethod(), Map.of(), null)));
      String input = Shapes.text(model.defaultInput());
      lines.add(
          String.format(
              Locale.ROOT,
              "| `%s` | %s | `%s` | %s | %,d | %,d | %,d | %,d | %s | %.2f MB | %s |",
              model.id(),
              model.title(),
              model.defaultMethod(),
              input,
              cost.paramsBinary(),
              cost.paramsFloat(),
              cost.bops(),
              cost.flops(),
              SummaryCommand.fraction(cost.ops()),
              cost.sizeMb(),
              verdict(published.about(model.id(), model.defaultMethod(), Map.of(), input), cost)));
    }
    return lines;
  }

  private static String verdict(List<PublishedCost> figures, NetworkCost cost) {
    long equal = figures.stream().filter(figure -> figure.agreesWith(cost)).count();
    return figures.isEmpty() ? "–" : "%d of %d equal".formatted(equal, figures.size());
  }
}
