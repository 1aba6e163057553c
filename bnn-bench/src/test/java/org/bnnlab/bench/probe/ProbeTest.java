package org.bnnlab.bench.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.method.Method;
import org.bnnlab.api.method.Methods;
import org.bnnlab.bench.SharedFolder;
import org.bnnlab.bench.file.Npz;
import org.bnnlab.bench.file.StoredArray;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProbeTest {

  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"recu-weight-0", "recu-weight-60", "recu-activation"})
  void recu_computes_what_its_official_code_does(String name) throws Exception {
    agrees(resource(name + ".npz"), resource(name + ".json"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"recu-weight-0", "recu-weight-60", "recu-activation"})
  void the_shared_recordings_are_those_of_the_resources(String name) throws Exception {
    Path shared = SharedFolder.require("golden/" + name + ".npz");

    assertThat(shared).hasSameBinaryContentAs(resource(name + ".npz"));
  }

  private static void agrees(Path recording, Path sidecar) throws IOException {
    JsonNode about = new ObjectMapper().readTree(Files.readString(sidecar));
    Method method = method(about.path("method").asText());
    TrainingProgress progress =
        TrainingProgress.ofEpoch(about.path("epoch").asInt(0), about.path("epochs").asInt(1));

    Probe.Outcome outcome =
        Probe.read(recording).run(method, Probe.role(about.path("role").asText()), progress);

    assertThat(outcome.differences()).containsOnlyKeys("out", "grad");
    assertThat(outcome.differences().values()).allMatch(difference -> difference < 1e-5);
  }

  @Test
  void arrays_may_be_called_x_and_the_result_is_a_file() throws IOException {
    Path input = folder.resolve("x.npz");
    Npz.write(
        input,
        Map.of(
            "x", StoredArray.ofFloats(new long[] {1, 4}, -2f, -0.5f, 0f, 0.5f),
            "upstream", StoredArray.ofFloats(new long[] {1, 4}, 1f, 2f, 3f, 4f)));

    Probe.read(input)
        .run(method("bnn"), Probe.Role.WEIGHT, TrainingProgress.ofEpoch(0, 1))
        .write(folder.resolve("y.npz"));

    Map<String, StoredArray> written = Npz.read(folder.resolve("y.npz"));
    assertThat(written.get("out").asFloats()).containsExactly(-1f, -1f, 1f, 1f);
    assertThat(written.get("grad").asFloats()).containsExactly(0f, 2f, 3f, 4f);
  }

  @Test
  void what_is_missing_or_does_not_fit_is_named() throws IOException {
    Path input = folder.resolve("x.npz");
    StoredArray square = StoredArray.ofFloats(new long[] {1, 2}, 1f, 2f);
    Npz.write(input, Map.of("x", square));
    refused(input, "bnn", "has no array upstream; it holds x");

    Npz.write(input, Map.of("x", square, "upstream", square, "gain", square));
    refused(input, "bnn", "this part of method bnn has no parameter \"gain\" (it has: none)");

    Npz.write(input, Map.of("x", square, "upstream", square));
    refused(input, "float", "method float has no binary weights");

    StoredArray other = StoredArray.ofFloats(new long[] {2, 1}, 1f, 2f);
    Npz.write(input, Map.of("x", square, "upstream", other));
    refused(input, "bnn", "upstream must have the shape of the binary weight (1, 2), found (2, 1)");
  }

  @Test
  void parameters_of_any_name_are_found_by_a_shape_that_only_one_has() throws IOException {
    Path input = folder.resolve("x.npz");
    StoredArray x = StoredArray.ofFloats(new long[] {2, 3}, -0.4f, -0.1f, 0.05f, 0.9f, 0.2f, -3);
    StoredArray upstream = StoredArray.ofFloats(new long[] {2, 3}, 1, 2, -1, 0.5f, 1, 1);
    StoredArray shift = StoredArray.ofFloats(new long[] {1, 3, 1, 1}, 0.15f, 0, -0.25f);
    Npz.write(input, Map.of("in/x", x, "upstream", upstream, "in/b", shift));

    Map<String, StoredArray> made =
        Probe.read(input)
            .run(method("reactnet"), Probe.Role.ACTIVATION, TrainingProgress.ofEpoch(0, 1))
            .arrays();

    assertThat(made).containsOnlyKeys("out", "grad", "grad/b");
    assertThat(made.get("out").shape()).containsExactly(2, 3);
    assertThat(made.get("out").asFloats()).containsExactly(-1, -1, -1, 1, 1, -1);
    // slopes 2 - 2|x + b|: of -0.25, -0.1, -0.2 and of 1.05, 0.2, -3.25
    assertThat(made.get("grad").asFloats())
        .containsExactly(new float[] {1.5f, 3.6f, -1.6f, 0, 1.6f, 0}, within(1e-6f));
    assertThat(made.get("grad/b").asFloats())
        .containsExactly(new float[] {1.5f, 5.2f, -1.6f}, within(1e-6f));
  }

  @Test
  void a_shape_that_fits_two_parameters_asks_for_a_name() throws IOException {
    Path input = folder.resolve("x.npz");
    StoredArray x = StoredArray.ofFloats(new long[] {1, 1, 1, 2}, 1, 2);
    Npz.write(
        input, Map.of("x", x, "upstream", x, "w1", StoredArray.ofFloats(new long[] {1, 1}, 0.5f)));

    assertThatThrownBy(
            () ->
                Probe.read(input)
                    .run(method("sdbnn"), Probe.Role.ACTIVATION, TrainingProgress.ofEpoch(0, 1)))
        .isInstanceOf(FaultException.class)
        .hasMessage(
            "this part of method sdbnn has no parameter \"w1\", and its shape (1, 1) fits more than"
                + " one (it has: branch.squeeze.weight (1, 1), branch.excite.weight (1, 1))");
  }

  private static void refused(Path input, String method, String fault) throws IOException {
    Probe probe = Probe.read(input);
    assertThatThrownBy(
            () -> probe.run(method(method), Probe.Role.WEIGHT, TrainingProgress.ofEpoch(0, 1)))
        .isInstanceOf(FaultException.class)
        .hasMessageContaining(fault);
  }

  private static Method method(String id) {
    return Methods.load().create(id, Map.of(), null);
  }

  private static Path resource(String name) throws URISyntaxException {
    return Path.of(Objects.requireNonNull(ProbeTest.class.getResource("/golden/" + name)).toURI());
  }
}
