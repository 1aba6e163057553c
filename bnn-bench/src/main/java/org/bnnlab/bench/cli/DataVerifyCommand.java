package org.bnnlab.bench.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.data.Dataset;
import org.bnnlab.data.DatasetSource;
import org.bnnlab.data.Verification;
import org.bnnlab.data.Verification.Differs;
import org.bnnlab.data.Verification.Finding;
import org.bnnlab.data.Verification.Missing;
import org.bnnlab.data.Verification.Same;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bnn data verify NAME}: are the files those that were published? */
@Command(
    name = "verify",
    description = {
      "Compare the files of a data set with their published checksums.",
      "Exit status 1 if a file is missing or differs."
    })
final class DataVerifyCommand implements Callable<Integer> {

  private final Console console;

  @Parameters(paramLabel = "NAME", description = "Id of a data set (see bnn datasets).")
  private String name = "";

  @Option(names = "--data", paramLabel = "DIR", description = "Folder or archive of the data set.")
  private @Nullable Path data;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  DataVerifyCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    DatasetSource source = DatasetTable.named(name);
    Dataset dataset = source.description();
    if (data == null && source.needsLocation()) {
      throw new FaultException(
          "data set %s is read from files: name its folder or archive with --data (published at %s)"
              .formatted(name, dataset.source()));
    }
    Verification verification = source.verify(data);
    if (json) {
      console
          .out()
          .println(
              Json.line(
                  Map.of(
                      "dataset",
                      name,
                      "files",
                      verification.findings().stream().map(DataVerifyCommand::json).toList())));
    } else if (dataset.files().isEmpty()) {
      console
          .out()
          .println(
              (source.needsLocation()
                      ? "%s: nothing to verify, no checksums of its files are published"
                      : "%s: nothing to verify, its images are generated")
                  .formatted(dataset.id()));
    } else {
      verification.lines().forEach(console.out()::println);
      console.out().println(verdict(verification));
    }
    return verification.allSame() ? 0 : 1;
  }

  private static String verdict(Verification verification) {
    List<Finding> findings = verification.findings();
    if (verification.allSame()) {
      return "%s: all %d files as published".formatted(verification.dataset(), findings.size());
    }
    return "%s: of %d files %d as published, %d different, %d missing"
        .formatted(
            verification.dataset(),
            findings.size(),
            findings.stream().filter(Same.class::isInstance).count(),
            findings.stream().filter(Differs.class::isInstance).count(),
            findings.stream().filter(Missing.class::isInstance).count());
  }

  private static Map<String, Object> json(Finding finding) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("file", finding.file());
    switch (finding) {
      case Same ignored -> fields.put("state", "ok");
      case Missing ignored -> fields.put("state", "missing");
      case Differs differs -> {
        fields.put("state", "differs");
        fields.put("published", differs.published().hex());
        fields.put("found", differs.found().hex());
      }
    }
    return fields;
  }
}
