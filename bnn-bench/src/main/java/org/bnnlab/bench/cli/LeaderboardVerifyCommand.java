package org.bnnlab.bench.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.bnnlab.bench.audit.Audit;
import org.bnnlab.bench.ledger.Ledger;
import org.bnnlab.bench.ledger.ResultRow;
import org.bnnlab.bench.ledger.RunFiles;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bnn leaderboard verify}: whether rows say what their files say. */
@Command(
    name = "verify",
    description = {
      "Check every row of a ledger against its experiment, its files and its predictions.",
      "Hashes are compared, and the accuracy is computed again. Exit status 1 if a row is wrong."
    })
final class LeaderboardVerifyCommand implements Callable<Integer> {

  private final Console console;

  @Mixin private final ResultsFolder results = new ResultsFolder();

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  LeaderboardVerifyCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    Ledger.Reading reading = results.ledger().read();
    reading.notes().forEach(console.err()::println);
    RunFiles files = RunFiles.in(results.path());
    List<Audit> audits = new ArrayList<>();
    for (ResultRow row : reading.rows()) {
      audits.add(Audit.of(row, files));
    }
    if (json) {
      console.out().println(Json.line(Map.of("rows", audits.stream().map(this::json).toList())));
    } else {
      audits.forEach(this::print);
    }
    long wrong = audits.stream().filter(audit -> !audit.faults().isEmpty()).count();
    if (!json) {
      console
          .out()
          .println(
              "%d rows, %d wrong, %d with files missing"
                  .formatted(
                      audits.size(),
                      wrong,
                      audits.stream().filter(audit -> !audit.missing().isEmpty()).count()));
    }
    return wrong == 0 ? 0 : 1;
  }

  private void print(Audit audit) {
    console
        .out()
        .println(
            "%s: %s"
                .formatted(
                    audit.row().identity().runId(),
                    audit.checked().isEmpty()
                        ? "nothing could be checked"
                        : "right: " + String.join(", ", audit.checked())));
    audit.faults().forEach(fault -> console.out().println("  wrong: " + fault));
    audit.missing().forEach(missing -> console.out().println("  missing: " + missing));
  }

  private Map<String, Object> json(Audit audit) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("runId", audit.row().identity().runId());
    fields.put("checked", audit.checked());
    fields.put("faults", audit.faults());
    fields.put("missing", audit.missing());
    return fields;
  }
}
