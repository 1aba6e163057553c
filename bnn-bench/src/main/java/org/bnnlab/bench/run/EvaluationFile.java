package org.bnnlab.bench.run;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.bnnlab.bench.evaluation.ClassReport;

/** Writes {@code evaluation.json}: confusion matrix and per-class figures of a run's last epoch. */
final class EvaluationFile {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private EvaluationFile() {}

  static void write(RunResult result, Path folder) throws IOException {
    TestResult test = result.test();
    if (test != null) {
      ClassReport report =
          ClassReport.of(result.dataset().classNames(), test.labels(), test.predictions());
      Files.writeString(folder.resolve("evaluation.json"), JSON.writeValueAsString(report));
    }
  }
}
