package org.bnnlab.bench.cli;

import ai.djl.ndarray.types.Shape;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bnnlab.api.architecture.Architecture;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.method.Bits;
import org.bnnlab.api.method.Method;
import org.bnnlab.api.method.Methods;
import org.bnnlab.api.network.Network;
import org.bnnlab.models.cost.PublishedCost;
import org.bnnlab.models.cost.PublishedCosts;
import org.bnnlab.models.resolve.Architectures;
import org.bnnlab.models.resolve.Resolver;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Which network: an architecture, the method that fills its slots, sizes. */
final class NetworkOptions {

  @Parameters(paramLabel = "MODEL", description = "Id of an architecture (see bnn models).")
  private String model = "";

  @Option(
      names = "--method",
      paramLabel = "M",
      description = "Method that fills its slots (default: the one it was published with, or bnn).")
  private @Nullable String method;

  @Option(
      names = "--bits",
      paramLabel = "W/A",
      description = "Bits of weights and activations, such as 1/32 (default: the method's).")
  private @Nullable String bits;

  @Option(
      names = "--option",
      paramLabel = "K=V",
      description = "Option of the architecture (see bnn models); may be repeated.")
  private Map<String, String> options = new LinkedHashMap<>();

  @Option(
      names = "--method-option",
      paramLabel = "K=V",
      description = "Option of the method (see bnn methods M); may be repeated.")
  private Map<String, String> methodOptions = new LinkedHashMap<>();

  @Option(
      names = "--input",
      paramLabel = "CxHxW",
      description = "Shape of an image (default: as published).")
  private @Nullable String input;

  @Option(names = "--classes", paramLabel = "N", description = "Classes (default: as published).")
  private @Nullable Integer classes;

  /** The resolved network. */
  Network network() {
    Architecture architecture = Architectures.load().get(model);
    Method filling =
        Methods.load()
            .create(method(), GivenOptions.typed(methodOptions), bits == null ? null : bits(bits));
    Shape image = input == null ? architecture.defaultInput() : Shapes.image(input);
    int outputs = classes == null ? architecture.defaultClasses() : classes;
    if (outputs < 2) {
      throw new FaultException("--classes must be at least 2, found " + outputs);
    }
    return Resolver.resolve(architecture, GivenOptions.typed(options), filling, image, outputs);
  }

  private static Bits bits(String text) {
    if (!text.matches("(1|32)/(1|32)")) {
      throw new FaultException(
          "--bits is one of 1/1, 1/32, 32/1, 32/32 (weights/activations), found \"%s\""
              .formatted(text));
    }
    int slash = text.indexOf('/');
    return new Bits(
        Integer.parseInt(text.substring(0, slash)), Integer.parseInt(text.substring(slash + 1)));
  }

  /** Id of the method. */
  String method() {
    return method == null ? Architectures.load().get(model).defaultMethod() : method;
  }

  /** The published figures about just this network. */
  List<PublishedCost> published(Network network) {
    boolean asPublished = bits == null && classes == null && methodOptions.isEmpty();
    return asPublished
        ? PublishedCosts.load().about(model, method(), options, Shapes.text(network.inputShape()))
        : List.of();
  }
}
