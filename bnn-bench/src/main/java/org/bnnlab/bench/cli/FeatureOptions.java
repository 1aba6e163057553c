package org.bnnlab.bench.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Locale;
import org.bnnlab.bench.features.Probe;
import org.bnnlab.bench.features.ProbeResult;
import org.bnnlab.bench.ledger.Ledger;
import org.bnnlab.bench.ledger.Records;
import org.bnnlab.bench.ledger.ResultRow;
import org.bnnlab.bench.run.FeatureEvaluation;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The probes of frozen features of {@code bnn eval}. */
final class FeatureOptions {

  /** Names of protocols, for help and completion. */
  static final class Protocols implements Iterable<String> {
    @Override
    public Iterator<String> iterator() {
      return Probe.Protocol.ids().iterator();
    }
  }

  @Option(
      names = "--protocol",
      paramLabel = "NAME",
      completionCandidates = Protocols.class,
      description = {
        "Probe the features in front of the head, which stay frozen, instead:",
        "${COMPLETION-CANDIDATES}."
      })
  private @Nullable String protocol;

  @Option(
      names = "--on",
      paramLabel = "SET",
      description = "Learn and test the probe on another data set (transfer); --data is its place.")
  private @Nullable String set;

  @Option(
      names = "--images",
      paramLabel = "N",
      description = {
        "Training images of the probe, 0 for all. Default: as many as the run had of its own data",
        "set, and all of another."
      })
  private @Nullable Integer images;

  @Option(
      names = "--untrained",
      description = "Probe the network as the run's seed starts it, for comparison.")
  private boolean untrained;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Append the row to the ledger of this results folder.")
  private @Nullable Path out;

  /** Whether a probe is asked for. */
  boolean asked() {
    return protocol != null;
  }

  /** Whether an option of probes is given without a probe. */
  boolean incomplete() {
    return protocol == null && (set != null || images != null || untrained || out != null);
  }

  /** Probes a run and prints what was found. */
  void run(Path place, @Nullable Path data, boolean json, Console console) throws IOException {
    FeatureEvaluation evaluation =
        FeatureEvaluation.of(
            place,
            new FeatureEvaluation.Request(
                Probe.Protocol.of(String.valueOf(protocol)), set, data, images, untrained));
    ResultRow row = evaluation.row();
    if (out != null) {
      new Ledger(out.resolve(Records.LEDGER)).append(row);
    }
    if (json) {
      console.out().println(row.toJson());
      return;
    }
    ResultRow.Protocol asRun = evaluation.row().protocol();
    ProbeResult result = evaluation.result();
    Double top5 = result.top5();
    console
        .out()
        .println(
            "%s · seed %d%s: %s\nlearned from %d images of %s, tested on %d"
                .formatted(
                    row.identity().recipe(),
                    row.randomness().seed(),
                    untrained ? ", untrained" : "",
                    evaluation.protocol().title(),
                    asRun == null ? 0 : asRun.images(),
                    row.identity().dataset().name(),
                    row.identity().dataset().count()));
    console
        .out()
        .println(
            String.format(
                Locale.ROOT,
                "top-1 %.2f %%%s%s",
                result.top1(),
                top5 == null ? "" : String.format(Locale.ROOT, ", top-5 %.2f %%", top5),
                result.bestTop1() == result.top1()
                    ? ""
                    : String.format(
                        Locale.ROOT, " (best epoch of the probe %.2f %%)", result.bestTop1())));
  }
}
