package org.bnnlab.bench.export;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.bnnlab.bench.run.TrainedNetwork;
import org.bnnlab.runtime.program.Facts;

/** Packs the network of a run. */
public final class Exporter {

  private Exporter() {}

  /**
   * The packed program of a trained network, with where it comes from.
   *
   * @throws ExportException with every node, or every transform of test images, that has no packed
   *     form
   */
  public static Compilation export(TrainedNetwork trained) {
    return Compiler.compile(
        trained.network(), trained.parameters(), trained.weights(), facts(trained));
  }

  private static Facts facts(TrainedNetwork trained) {
    return new Facts(
        trained.dataset().classNames(),
        EvaluationTransforms.packed(trained.evaluation(), trained.dataset().shape()),
        provenance(trained));
  }

  private static Map<String, String> provenance(TrainedNetwork trained) {
    Map<String, String> facts = new TreeMap<>();
    facts.put("experiment", trained.experiment().sha256());
    facts.put("recipe", trained.experiment().recipe());
    facts.put("method", trained.experiment().method().id());
    facts.put("network", trained.experiment().network().id());
    facts.put("data", trained.experiment().data().set());
    facts.put("seed", String.valueOf(trained.experiment().seed()));
    facts.put("epoch", String.valueOf(trained.state().epoch()));
    if (trained.state().batch() == 0 && !trained.state().history().isEmpty()) {
      Double top1 = trained.state().history().getLast().testTop1();
      if (top1 != null) {
        facts.put("testTop1", String.format(Locale.ROOT, "%.2f", top1));
      }
    }
    return facts;
  }
}
