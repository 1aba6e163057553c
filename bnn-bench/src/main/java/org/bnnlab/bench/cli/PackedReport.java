package org.bnnlab.bench.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.bnnlab.bench.evaluation.Guess;
import org.bnnlab.bench.export.PackedEvaluation;
import org.bnnlab.bench.export.PackedEvaluation.Difference;
import org.bnnlab.bench.ledger.ResultRow;
import org.bnnlab.bench.run.RunEvaluation;

/** What {@code bnn eval --packed} says about the packed network. */
final class PackedReport {

  private final PackedEvaluation packed;
  private final RunEvaluation evaluation;

  PackedReport(PackedEvaluation packed, RunEvaluation evaluation) {
    this.packed = packed;
    this.evaluation = evaluation;
  }

  private int images() {
    return packed.test().guesses().size();
  }

  private int agreeing() {
    return images() - packed.differing().size();
  }

  /** Lines for people. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add("");
    lines.add(
        String.format(
            Locale.ROOT,
            "packed: top-1 %.2f %% (simulation %.2f %%), file of %,d bytes, %.2f %% of the binary"
                + " products on bits",
            packed.test().top1(),
            evaluation.test().top1(),
            packed.bytes(),
            100 * packed.compiled().plan().packedShare()));
    lines.add(
        "%d of %d images have the same first guess; of %d the confidence differs by more than %s: a sign close to its threshold fell the other way"
            .formatted(agreeing(), images(), packed.changed(), PackedEvaluation.TOLERANCE));
    for (Difference difference : packed.differing()) {
      lines.add(
          "%s (%d), class %s: simulation %s, packed %s"
              .formatted(
                  difference.name(),
                  difference.index(),
                  name(difference.simulated().label()),
                  guess(difference.simulated()),
                  guess(difference.packed())));
    }
    lines.addAll(packed.compiled().notes());
    return lines;
  }

  private String guess(Guess guess) {
    return String.format(
        Locale.ROOT, "%s %.2f %%", name(guess.prediction()), 100 * guess.confidence());
  }

  private String name(int label) {
    return evaluation.report().classes().get(label).name();
  }

  /** Fills the row's own places for it, and adds the list under {@code evaluation}. */
  void addTo(ObjectNode row, ObjectMapper mapper) {
    row.set("packedCheck", mapper.valueToTree(new ResultRow.PackedCheck(images(), agreeing())));
    row.withObject("networkCost").put("packedBytes", packed.bytes());
    ObjectNode found = row.withObject("evaluation").putObject("packed");
    found.put("top1", packed.test().top1());
    found.put("top5", packed.test().top5());
    found.put("loss", packed.test().loss());
    found.put("packedShare", packed.compiled().plan().packedShare());
    found.put("changedConfidences", packed.changed());
    ArrayNode differing = found.putArray("differing");
    for (Difference difference : packed.differing()) {
      differing
          .addObject()
          .put("index", difference.index())
          .put("name", difference.name())
          .put("label", difference.simulated().label())
          .put("simulated", difference.simulated().prediction())
          .put("packed", difference.packed().prediction());
    }
  }
}
