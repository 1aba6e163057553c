package org.bnnlab.bench.probe;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.bnnlab.api.layer.TrainingProgress;
import org.bnnlab.api.method.Method;
import org.bnnlab.api.method.MethodDescriptor;
import org.bnnlab.api.method.Slot;
import org.bnnlab.bench.describe.PartName;
import org.bnnlab.bench.plot.Chart;
import org.bnnlab.bench.plot.Figure;
import org.bnnlab.bench.plot.Point;
import org.bnnlab.bench.plot.Series;
import org.bnnlab.models.djl.PartProbe;

/**
 * The curves of one part of a method over the training: what it makes of a value, and the slope by
 * which a gradient comes back to that very value.
 *
 * <p>Parts look at a whole filter or sample (means, deviations, quantiles), so a value cannot stand
 * alone: it is one of {@value #ENTRIES} that follow a bell (logistic distribution, deviation 1).
 * The filter or sample is repeated {@value #ENTRIES} times, and in repetition i the gradient from
 * above is 1 at entry i and 0 elsewhere: one pass through the code that trains gives the derivative
 * of every output entry by its own input.
 */
public final class Curves {

  private static final int ENTRIES = 801;
  private static final int KERNEL = 3;
  private static final double SHOWN = 2.5;
  private static final int SHADES = 6;

  private final Method method;
  private final Probe.Role role;
  private final int epochs;

  /**
   * Curves of a part.
   *
   * @param method the method
   * @param role which of its parts
   * @param epochs length of the training that the schedule belongs to
   */
  public Curves(Method method, Probe.Role role, int epochs) {
    this.method = method;
    this.role = role;
    this.epochs = epochs;
  }

  private record Pass(String label, List<Point> forward, List<Point> gradient) {}

  /** Both charts, one line per epoch drawn; a single line where nothing depends on the epoch. */
  public Figure figure() {
    List<Pass> passes = new ArrayList<>();
    for (int epoch : epochsShown()) {
      passes.add(pass(epoch));
    }
    boolean constant =
        passes.stream().map(Pass::gradient).distinct().count() == 1
            && passes.stream().map(Pass::forward).distinct().count() == 1;
    if (constant) {
      Pass first = passes.getFirst();
      passes = List.of(new Pass("every epoch", first.forward(), first.gradient()));
    }
    String input = role == Probe.Role.WEIGHT ? "latent weight" : "activation";
    String abscissa = "%s (one of %d with deviation 1)".formatted(input, ENTRIES);
    String output = role == Probe.Role.WEIGHT ? "binary weight" : "sign of the activation";
    return new Figure(
        "%s · %s".formatted(method.descriptor().id(), role.word()),
        subtitles(),
        List.of(
            new Chart("forward: " + output, abscissa, series(passes, true)),
            new Chart("backward: slope that the gradient gets", abscissa, series(passes, false))));
  }

  private List<String> subtitles() {
    MethodDescriptor descriptor = method.descriptor();
    String paper =
        descriptor.year() == 0
            ? descriptor.title()
            : "%s (%d)".formatted(descriptor.title(), descriptor.year());
    List<Slot> forward =
        role == Probe.Role.WEIGHT
            ? List.of(Slot.WEIGHT_NORMALIZER, Slot.WEIGHT_BINARIZER)
            : List.of(Slot.BEFORE_SIGN);
    Slot estimator = role == Probe.Role.WEIGHT ? Slot.WEIGHT_ESTIMATOR : Slot.ACTIVATION_ESTIMATOR;
    String parts =
        Stream.concat(
                forward.stream().map(slot -> PartName.of(method, slot)),
                role == Probe.Role.WEIGHT ? Stream.empty() : Stream.of("sign"))
            .filter(part -> !part.equals(PartName.NOTHING))
            .collect(Collectors.joining(" → "));
    return List.of(paper, "%s · gradient: %s".formatted(parts, PartName.of(method, estimator)));
  }

  private static List<Series> series(List<Pass> passes, boolean forward) {
    return passes.stream()
        .map(pass -> new Series(pass.label(), forward ? pass.forward() : pass.gradient()))
        .toList();
  }

  /** First and last epoch, and those in between at equal distances. */
  private SortedSet<Integer> epochsShown() {
    SortedSet<Integer> shown = new TreeSet<>();
    for (int i = 0; i < SHADES; i++) {
      shown.add((int) Math.round((double) i * (epochs - 1) / (SHADES - 1)));
    }
    return shown;
  }

  private Pass pass(int epoch) {
    TrainingProgress progress = TrainingProgress.ofEpoch(epoch, epochs);
    float[] values = bell();
    Shape shape =
        role == Probe.Role.WEIGHT
            ? new Shape(ENTRIES, ENTRIES / (KERNEL * KERNEL), KERNEL, KERNEL)
            : new Shape(ENTRIES, 1, 1, ENTRIES);
    try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
      PartProbe part = new PartProbe(manager, method, progress, Map.of());
      NDArray input = manager.create(values).reshape(1, ENTRIES).repeat(0, ENTRIES).reshape(shape);
      NDArray above = manager.eye(ENTRIES).reshape(shape);
      PartProbe.Result result =
          role == Probe.Role.WEIGHT ? part.weight(input, above) : part.activation(input, above);
      return new Pass(
          label(epoch, progress),
          diagonal(values, result.output()),
          diagonal(values, result.gradient()));
    }
  }

  /** Quantiles of the logistic distribution with deviation 1, ascending. */
  private static float[] bell() {
    float[] values = new float[ENTRIES];
    for (int i = 0; i < ENTRIES; i++) {
      double below = (i + 0.5) / ENTRIES;
      values[i] = (float) (Math.sqrt(3) / Math.PI * Math.log(below / (1 - below)));
    }
    return values;
  }

  private static List<Point> diagonal(float[] values, NDArray matrix) {
    float[] entries = matrix.toFloatArray();
    List<Point> points = new ArrayList<>();
    for (int i = 0; i < ENTRIES; i++) {
      if (Math.abs(values[i]) <= SHOWN) {
        points.add(new Point(values[i], entries[i * ENTRIES + i]));
      }
    }
    return points;
  }

  private String label(int epoch, TrainingProgress progress) {
    String quantities =
        new TreeMap<>(method.quantities(progress))
            .entrySet().stream()
                .map(
                    entry -> " · %s %s".formatted(symbol(entry.getKey()), digits(entry.getValue())))
                .collect(Collectors.joining());
    return "epoch " + epoch + quantities;
  }

  private static String symbol(String quantity) {
    return quantity.equals("tau") ? "τ" : quantity;
  }

  /** Three digits that count, without zeros behind them. */
  private static String digits(double value) {
    return new BigDecimal(value).round(new MathContext(3)).stripTrailingZeros().toPlainString();
  }
}
