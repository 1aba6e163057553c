package org.bnnlab.api.part;

import static org.bnnlab.api.check.Checks.requireArgument;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.bnnlab.api.architecture.Head;
import org.bnnlab.api.binarization.Binarizer;
import org.bnnlab.api.binarization.GradientEstimator;
import org.bnnlab.api.binarization.Normalizer;
import org.bnnlab.api.network.NodeContribution;
import org.bnnlab.api.option.OptionSpec;
import org.bnnlab.api.option.Options;

/**
 * A part that a recipe calls by name, {@code ede(tStart: 0.1)}.
 *
 * @param name its name: lower-case words joined by hyphens
 * @param description what it is, in one line
 * @param places where it fits
 * @param options what may be set
 * @param factory makes the part; refuses values by {@link IllegalArgumentException}
 */
public record NamedPart(
    String name,
    String description,
    Set<Place> places,
    List<OptionSpec> options,
    Function<Options, Object> factory) {

  /** Checks the name. */
  public NamedPart {
    requireArgument(
        name.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*"),
        "the name of a part is lower-case words joined by hyphens, found \"%s\"",
        name);
    places = Set.copyOf(places);
    options = List.copyOf(options);
  }

  /** A normalizer of weights. */
  public static NamedPart normalizer(
      String name, String description, Function<Options, Normalizer> factory) {
    return of(name, description, factory, Place.WEIGHT_NORMALIZER);
  }

  /** A binarizer of weights. */
  public static NamedPart binarizer(
      String name, String description, Function<Options, Binarizer> factory) {
    return of(name, description, factory, Place.WEIGHT_BINARIZER);
  }

  /** An estimator for weights and activations. */
  public static NamedPart estimator(
      String name, String description, Function<Options, GradientEstimator> factory) {
    return of(name, description, factory, Place.WEIGHT_ESTIMATOR, Place.ACTIVATION_ESTIMATOR);
  }

  /** An estimator that changes gradients beyond a slope, which activations have no place for. */
  public static NamedPart weightEstimator(
      String name, String description, Function<Options, GradientEstimator> factory) {
    return of(name, description, factory, Place.WEIGHT_ESTIMATOR);
  }

  /** Nodes before the sign of the activations. */
  public static NamedPart beforeSign(
      String name, String description, Function<Options, NodeContribution> factory) {
    return of(name, description, factory, Place.ACTIVATION_NORMALIZER);
  }

  /** Nodes right behind a body convolution. */
  public static NamedPart convolutionOutput(
      String name, String description, Function<Options, NodeContribution> factory) {
    return of(name, description, factory, Place.CONVOLUTION_OUTPUT);
  }

  /** What turns features into the network's output. */
  public static NamedPart head(String name, String description, Function<Options, Head> factory) {
    return of(name, description, factory, Place.HEAD);
  }

  private static <T> NamedPart of(
      String name, String description, Function<Options, T> factory, Place first, Place... rest) {
    return new NamedPart(
        name, description, EnumSet.of(first, rest), List.of(), factory.andThen(Object.class::cast));
  }

  /** With one more option. */
  public NamedPart with(OptionSpec option) {
    List<OptionSpec> all = new ArrayList<>(options);
    all.add(option);
    return new NamedPart(name, description, places, all, factory);
  }

  /** The paths of its places, for messages and tables. */
  public String placeNames() {
    return String.join(", ", new TreeSet<>(places.stream().map(Place::path).toList()));
  }
}
