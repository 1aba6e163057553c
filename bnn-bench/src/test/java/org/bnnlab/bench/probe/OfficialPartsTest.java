package org.bnnlab.bench.probe;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.method.Methods;
import org.bnnlab.bench.SharedFolder;
import org.bnnlab.bench.file.Npz;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Single parts of methods against what the papers' official code computed. */
class OfficialPartsTest {

  @ParameterizedTest
  @CsvSource({
    "irnet-weight-0, irnet, weight",
    "irnet-weight-75, irnet, weight",
    "irnet-activation-0, irnet, activation",
    "irnet-activation-75, irnet, activation",
    "reactnet-weight, reactnet, weight",
    "reactnet-activation, birealnet, activation",
    "reactnet-binaryactivation, birealnet, activation",
    "reactnet-rsign, reactnet, activation",
    "recu-weight-0, recu, weight",
    "recu-weight-60, recu, weight",
    "recu-activation, recu, activation",
  })
  void a_part_computes_what_the_official_code_does(String name, String method, String role)
      throws IOException {
    agrees(name, method, role, Map.of());
  }

  @ParameterizedTest
  @CsvSource({
    "irnet-weight-heavytailed, irnet, weight",
    "sdbnn-weight-wsd, sdbnn, weight",
    "sdbnn-activation-asd, sdbnn, activation",
  })
  void a_part_follows_its_schedule_from_any_start(String name, String method, String role)
      throws IOException {
    agrees(name, method, role, Map.of("tStart", sidecar(name).path("t").asDouble()));
  }

  @ParameterizedTest
  @CsvSource({"bnfree-weight, bnfree, weight", "bnfree-weight-clipped, bnfree, weight"})
  void a_standardized_weight_takes_the_gain_behind_it_along(String name, String method, String role)
      throws IOException {
    agrees(name, method, role, Map.of("gamma", sidecar(name).path("gamma").asDouble()));
  }

  private static void agrees(String name, String method, String role, Map<String, Object> options)
      throws IOException {
    Path recording = SharedFolder.require("golden/" + name + ".npz");
    JsonNode about = sidecar(name);
    TrainingProgress progress =
        TrainingProgress.ofEpoch(about.path("epoch").asInt(0), about.path("epochs").asInt(1));

    Probe.Outcome outcome =
        Probe.read(recording)
            .run(Methods.load().create(method, options, null), Probe.role(role), progress);

    assertThat(outcome.differences())
        .as("each array that the official code gave")
        .hasSameSizeAs(results(recording))
        .containsKeys("out", "grad");
    assertThat(outcome.differences().values()).allMatch(difference -> difference < 1e-5);
  }

  private static List<String> results(Path recording) throws IOException {
    return Npz.read(recording).keySet().stream()
        .filter(name -> name.equals("out") || name.startsWith("grad/"))
        .toList();
  }

  private static JsonNode sidecar(String name) throws IOException {
    return new ObjectMapper()
        .readTree(Files.readString(SharedFolder.require("golden/" + name + ".json")));
  }
}
