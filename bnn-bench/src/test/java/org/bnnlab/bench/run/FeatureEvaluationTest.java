package org.bnnlab.bench.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.bench.audit.Audit;
import org.bnnlab.bench.export.Exporter;
import org.bnnlab.bench.features.FeatureSet;
import org.bnnlab.bench.features.LabelledFeatures;
import org.bnnlab.bench.features.Probe.Protocol;
import org.bnnlab.bench.file.AtomicFolder;
import org.bnnlab.bench.leaderboard.Leaderboard;
import org.bnnlab.bench.ledger.Ledger;
import org.bnnlab.bench.ledger.ResultRow;
import org.bnnlab.bench.ledger.RunFiles;
import org.bnnlab.bench.ledger.Series;
import org.bnnlab.bench.recipe.Recipe;
import org.bnnlab.bench.recipe.RecipeBook;
import org.bnnlab.bench.recipe.Vocabulary;
import org.bnnlab.bench.tribuo.NetworkModel;
import org.bnnlab.data.ImageDataset;
import org.bnnlab.data.ImageShape;
import org.bnnlab.data.Split;
import org.bnnlab.data.catalogue.Datasets;
import org.bnnlab.runtime.BnnModel;
import org.bnnlab.runtime.kernel.KernelChoice;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;

/** Features of one tiny run: probed, and in the hands of Tribuo. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FeatureEvaluationTest {

  private Path folder;
  private TableRun.Task task;
  private Path run;

  @BeforeAll
  void train(@TempDir Path shared) throws IOException {
    folder = shared;
    Path file =
        Files.writeString(
            folder.resolve("tiny.yaml"),
            """
            method: birealnet
            network: { id: resnet20, widths: [4, 8, 16], blocks: 1 }
            data: { set: shapes32, images: 64, normalize: imagenet }
            train: { epochs: 1, batch: 16, optimizer: adam(lr: 1e-3), schedule: cosine }
            seeds: [1]
            """);
    Recipe recipe = RecipeBook.installed(Vocabulary.installed()).recipe(file.toString());
    task = new TableRun.Task(recipe, recipe.experiment(1));
    table().run(List.of(task), task -> ProgressListener.SILENT, finished -> {});
    run = table().folder(task);
  }

  private TableRun table() {
    return new TableRun(folder, RunSettings.of(null));
  }

  private static Map<String, String> hashes(Path folder) throws IOException {
    Map<String, String> hashes = new TreeMap<>();
    try (var files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        hashes.put(folder.relativize(file).toString(), AtomicFolder.sha256(file));
      }
    }
    return hashes;
  }

  private FeatureEvaluation probed(Protocol protocol, boolean untrained) throws IOException {
    return FeatureEvaluation.of(
        run, new FeatureEvaluation.Request(protocol, null, null, null, untrained));
  }

  @Test
  void a_probe_leaves_the_run_as_it_is_and_its_row_stands_apart() throws IOException {
    Map<String, String> before = hashes(run);
    ResultRow row = probed(Protocol.TRIBUO_LINEAR, false).row();
    ResultRow control = probed(Protocol.TRIBUO_LINEAR, true).row();

    assertThat(hashes(run)).isEqualTo(before);
    assertThat(row.protocol().id()).isEqualTo("tribuo-linear");
    assertThat(row.protocol().images()).isEqualTo(64);
    assertThat(row.protocol().provenance()).contains(task.experiment().sha256());
    assertThat(row.outcome().last().top1()).isBetween(10.0, 100.0);
    assertThat(control.outcome().epochsRun()).isZero();
    assertThat(control.protocol().untrained()).isTrue();
    assertThat(control.artefacts()).as("nothing of the run's training").isEmpty();
    assertThat(control.cost().wallSeconds()).isZero();
    Ledger ledger = new Ledger(folder.resolve("ledger.jsonl"));
    ResultRow own = ledger.read().rows().getFirst();
    List<ResultRow> rows = List.of(own, row, control);
    assertThat(Series.group(rows)).hasSize(3);
    assertThat(Leaderboard.of(rows))
        .extracting(Leaderboard::title)
        .anyMatch(title -> title.contains("probed by tribuo-linear (64 images) "))
        .anyMatch(
            title -> title.contains("probed by tribuo-linear (64 images, untrained network)"));
    assertThat(Audit.of(row, RunFiles.in(folder)).faults()).isEmpty();
    ledger.append(row);
    assertThat(ledger.read().rows()).last().isEqualTo(row);
    assertThat(table().inLedger(task)).contains(own);
  }

  /** The papers' linear evaluation: new crops in every epoch, the same ones for a seed. */
  @Test
  void a_probe_by_sgd_sees_new_crops_in_every_epoch() throws IOException {
    ImageDataset images = test(10);
    try (TrainedFeatures features = TrainedFeatures.of(run, null)) {
      FeatureSet first = features.ofCrops(images, 0);
      for (int i = 0; i < images.size(); i++) {
        assertThat(features.ofCrops(images, 0).feature(i)).containsExactly(first.feature(i));
        assertThat(features.ofCrops(images, 1).feature(i)).isNotEqualTo(first.feature(i));
        assertThat(features.of(images).feature(i)).isNotEqualTo(first.feature(i));
        assertThat(first.label(i)).isEqualTo(images.label(i));
      }
    }
    ResultRow cropped = probed(Protocol.SGD_PROBE, false).row();
    ResultRow whole = probed(Protocol.SGD_PROBE_ONCE, false).row();

    assertThat(cropped.protocol().settings()).isEqualTo(whole.protocol().settings());
    assertThat(cropped.outcome().last().top1()).isBetween(10.0, 100.0);
    assertThat(Series.group(List.of(cropped, whole))).hasSize(2);
  }

  /** Pictures of several sizes, one of them the network's own, in which it meets other classes. */
  @ParameterizedTest
  @EnumSource(
      value = Protocol.class,
      names = {"SGD_PROBE", "TRIBUO_KNN"})
  void a_probe_of_another_data_set_cuts_its_pictures_to_the_size_of_the_network(Protocol protocol)
      throws IOException {
    Path pictures = folder.resolve("pictures");
    for (String split : List.of("train", "test")) {
      for (int i = 0; i < 30; i++) {
        int side = i % 3 == 0 ? 32 : 40 + i;
        picture(pictures.resolve(split + "/blue/" + i + ".png"), side, 2 * side, 0x0000c0 + i);
        picture(pictures.resolve(split + "/red/" + i + ".png"), side, side, 0xc00000 + (i << 16));
      }
    }

    ResultRow row =
        FeatureEvaluation.of(
                run, new FeatureEvaluation.Request(protocol, "folder", pictures, null, false))
            .row();

    assertThat(row.identity().dataset().name()).isEqualTo("folder");
    assertThat(row.protocol().images()).isEqualTo(60);
    assertThat(row.outcome().last().top1()).isGreaterThan(90.0);
  }

  private static void picture(Path file, int height, int width, int rgb) throws IOException {
    Files.createDirectories(file.getParent());
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        image.setRGB(x, y, rgb);
      }
    }
    ImageIO.write(image, "png", file.toFile());
  }

  @Test
  void images_that_do_not_fit_are_refused() {
    assertThatThrownBy(
            () ->
                FeatureEvaluation.of(
                    run,
                    new FeatureEvaluation.Request(
                        Protocol.SGD_PROBE, "cifar10", null, null, false)))
        .isInstanceOf(FaultException.class)
        .hasMessageStartingWith("data set cifar10 is read from files: name its folder");
    assertThatThrownBy(
            () ->
                FeatureEvaluation.of(
                    run,
                    new FeatureEvaluation.Request(
                        Protocol.SGD_PROBE, null, null, 10_000_000, false)))
        .isInstanceOf(FaultException.class)
        .hasMessageContaining("the probe asks for 10000000");
  }

  @Test
  void a_tensor_that_changes_while_features_are_made_is_noticed() throws IOException {
    TrainedFeatures features = TrainedFeatures.of(run, null);
    String statistic =
        features.state().tensors(org.bnnlab.api.training.StateStore.Kind.MODEL).keySet().stream()
            .filter(name -> name.endsWith("running_mean"))
            .findFirst()
            .orElseThrow();
    float[] changed = features.state().tensor(statistic).toFloatArray();
    changed[0] = Math.nextUp(changed[0]);
    features.state().set(statistic, changed);

    assertThatThrownBy(features::close)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(statistic + " changed while features were made");
  }

  private static ImageDataset test(int count) {
    return Datasets.standard()
        .source("shapes32")
        .open(java.util.EnumSet.of(Split.TEST), null)
        .get(Split.TEST)
        .take(count);
  }

  /** Some test images as the network sees them. */
  private static float[] pixels(TrainedNetwork trained, ImageDataset images, int index) {
    ImageShape shape = images.shape();
    byte[] bytes = new byte[shape.size()];
    images.copyPixels(index, bytes, 0);
    float[] values = new float[shape.size()];
    trained.evaluation().newApplier().apply(bytes, shape, purpose -> null, values, 0);
    return values;
  }

  @Test
  void a_run_and_its_packed_network_are_models_and_extractors_of_tribuo() throws IOException {
    ImageDataset images = test(20);
    try (TrainedLogits simulated = TrainedLogits.of(run, null);
        TrainedFeatures features = TrainedFeatures.of(run, null);
        BnnModel packed =
            BnnModel.of(Exporter.export(simulated.trained()).program(), KernelChoice.best(), 1)) {
      TrainedNetwork trained = simulated.trained();
      NetworkModel model =
          NetworkModel.of(
              "simulated",
              Map.of("experiment", trained.experiment().sha256()),
              simulated::of,
              trained.dataset().classNames(),
              Math.toIntExact(trained.input().size()));
      NetworkModel small = NetworkModel.packed(packed);
      FeatureSet set = features.of(images);
      String[] names = LabelledFeatures.names(Math.toIntExact(trained.input().size()));
      for (int i = 0; i < images.size(); i++) {
        float[] values = pixels(trained, images, i);
        var example = LabelledFeatures.example("circle", names, values);
        Prediction<Label> here = model.predict(example);
        assertThat(small.predict(example).getOutput().getLabel())
            .isEqualTo(here.getOutput().getLabel());
        assertThat(here.getOutputScores().values())
            .extracting(Label::getScore)
            .satisfies(
                p -> assertThat(p.stream().mapToDouble(s -> s).sum()).isCloseTo(1, within(1e-9)));
        assertThat(features.of(values)).containsExactly(set.feature(i), within(1e-5f));
      }
      assertThat(model.getProvenance().getInstanceProvenance().toString())
          .contains(trained.experiment().sha256());
      assertThat(small.getProvenance().getInstanceProvenance().toString())
          .contains(trained.experiment().sha256());
      assertThat(model.copy().getName()).isEqualTo("simulated");
      assertThatThrownBy(
              () ->
                  model.predict(
                      LabelledFeatures.example("circle", new String[] {"other"}, new float[] {1})))
          .hasMessage("the example has none of the 3072 values of an image");
    }
  }
}
