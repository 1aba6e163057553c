package org.bnnlab.bench.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.bnnlab.api.network.NodeParameters;
import org.bnnlab.api.parameter.ParameterKind;
import org.bnnlab.bench.evaluation.Calibration;
import org.bnnlab.bench.evaluation.ClassReport;
import org.bnnlab.bench.evaluation.PredictionFile;
import org.bnnlab.bench.evaluation.WeightHistogram;
import org.bnnlab.bench.file.Safetensors;
import org.bnnlab.bench.file.StoredArray;
import org.bnnlab.bench.ledger.RunFiles;

/**
 * Writes what a run's last epoch made of the test images: {@code predictions.csv}, and from it
 * {@code evaluation.json} with confusion matrix, figures per class and calibration, and how the
 * latent weights are distributed.
 */
final class EvaluationFile {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private EvaluationFile() {}

  static void write(RunResult result, Path folder) throws IOException {
    TestResult test = result.test();
    if (test != null) {
      ObjectNode report =
          JSON.valueToTree(
              ClassReport.of(result.dataset().classNames(), test.labels(), test.predictions()));
      report.set("calibration", JSON.valueToTree(Calibration.of(test.guesses(), Calibration.BINS)));
      TestResult ensemble = result.ensemble();
      if (ensemble != null) {
        report
            .putObject("ensemble")
            .put("top1", ensemble.top1())
            .set(
                "calibration",
                JSON.valueToTree(Calibration.of(ensemble.guesses(), Calibration.BINS)));
      }
      weights(report.putArray("weights"), result, folder);
      Files.writeString(folder.resolve(RunFiles.EVALUATION), JSON.writeValueAsString(report));
      PredictionFile.write(folder.resolve(PredictionFile.NAME), test.guesses());
    }
  }

  /** The distribution of the latent weights of every layer, from the checkpoint. */
  private static void weights(ArrayNode histograms, RunResult result, Path folder)
      throws IOException {
    Map<String, StoredArray> tensors =
        Safetensors.read(folder.resolve(Checkpoint.FOLDER).resolve(Checkpoint.MODEL)).tensors();
    NodeParameters.of(result.network())
        .forEach(
            (name, spec) -> {
              StoredArray tensor = tensors.get(name);
              if (spec.kind() == ParameterKind.LATENT && tensor != null) {
                histograms.add(
                    JSON.<JsonNode>valueToTree(
                        WeightHistogram.of(name, tensor.asFloats(), WeightHistogram.BINS)));
              }
            });
  }
}
