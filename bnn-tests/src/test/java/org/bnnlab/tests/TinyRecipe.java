package org.bnnlab.tests;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Recipes and tables on generated images that train in seconds: a ResNet of eight layers. */
record TinyRecipe(
    List<String> methods, String widths, int images, int epochs, int batch, String optimizer) {

  /** One epoch of one method, as short as can be. */
  static TinyRecipe of(String... methods) {
    return new TinyRecipe(
        List.of(methods),
        "[4, 8, 16]",
        32,
        1,
        16,
        "sgd(lr: 0.1, momentum: 0.9, weightDecay: 5e-4)");
  }

  TinyRecipe withWidths(int first, int second, int third) {
    String all = List.of(first, second, third).toString();
    return new TinyRecipe(methods, all, images, epochs, batch, optimizer);
  }

  TinyRecipe withImages(int count) {
    return new TinyRecipe(methods, widths, count, epochs, batch, optimizer);
  }

  TinyRecipe withEpochs(int count) {
    return new TinyRecipe(methods, widths, images, count, batch, optimizer);
  }

  TinyRecipe withBatch(int size) {
    return new TinyRecipe(methods, widths, images, epochs, size, optimizer);
  }

  TinyRecipe withOptimizer(String call) {
    return new TinyRecipe(methods, widths, images, epochs, batch, call);
  }

  /** Writes a recipe of the first method. */
  Path recipe(Path file) throws IOException {
    return Files.writeString(file, "method: %s\n".formatted(methods.getFirst()) + settings());
  }

  /** Writes a table of all methods. */
  Path table(Path file) throws IOException {
    StringBuilder text = new StringBuilder("title: tiny\ncommon:\n").append(settings().indent(2));
    text.append("rows:\n");
    methods.forEach(method -> text.append("  - method: ").append(method).append('\n'));
    return Files.writeString(file, text);
  }

  private String settings() {
    return """
    network: { id: resnet20, widths: %s, blocks: 1 }
    data: { set: shapes32, images: %d, train: [crop(32, padding: 4), flip], normalize: imagenet }
    train:
      epochs: %d
      batch: %d
      optimizer: %s
      schedule: cosine
    seeds: [1]
    """
        .formatted(widths, images, epochs, batch, optimizer);
  }
}
