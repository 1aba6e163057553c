package org.bnnlab.bench.page;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.bnnlab.api.layer.LayerGeometry;
import org.bnnlab.api.method.Method;
import org.bnnlab.bench.probe.Curves;
import org.bnnlab.bench.probe.Probe;

/** The pictures of a method's page: what {@code bnn probe METHOD --plot} draws. */
final class CurvePictures {

  private static final String FOLDER = "curves";
  private static final int EPOCHS = 100;

  private CurvePictures() {}

  /** SVG by file name, as seen from the page. */
  static Map<String, String> svgs(Method method) {
    Map<String, String> pictures = new LinkedHashMap<>();
    for (Probe.Role role : roles(method)) {
      pictures.put(file(method, role), draw(method, role));
    }
    return pictures;
  }

  /** The same, as the class path has them; what is not there is drawn. */
  static Map<String, String> packed(Method method, Function<String, Optional<String>> resource) {
    Map<String, String> pictures = new LinkedHashMap<>();
    for (Probe.Role role : roles(method)) {
      String file = file(method, role);
      pictures.put(file, resource.apply(file).orElseGet(() -> draw(method, role)));
    }
    return pictures;
  }

  private static String draw(Method method, Probe.Role role) {
    return new Curves(method, role, EPOCHS).figure().svg();
  }

  /** The lines that show them. */
  static String markdown(Method method) {
    List<String> lines = new ArrayList<>();
    for (Probe.Role role : roles(method)) {
      lines.add(
          "![Forward and gradient curves of %s: %s](%s)"
              .formatted(method.descriptor().id(), role.word(), file(method, role)));
    }
    return String.join("\n\n", lines);
  }

  private static List<Probe.Role> roles(Method method) {
    List<Probe.Role> roles = new ArrayList<>();
    if (method.bits().weights() == 1 && !hasNetworkOfItsOwn(method)) {
      roles.add(Probe.Role.WEIGHT);
    }
    if (method.bits().activations() == 1) {
      roles.add(Probe.Role.ACTIVATION);
    }
    return roles;
  }

  /** A network with random first weights in front of the sign has no curve worth a picture. */
  private static boolean hasNetworkOfItsOwn(Method method) {
    LayerGeometry layer =
        new LayerGeometry("layer", LayerGeometry.Kind.CONVOLUTION, 16, 16, 3, 3, 1);
    return method.weightNormalizer().parameters(layer).stream()
        .anyMatch(spec -> spec.isTrained() && spec.shape().dimension() == 4);
  }

  private static String file(Method method, Probe.Role role) {
    return "%s/%s-%s.svg".formatted(FOLDER, method.descriptor().id(), role.word());
  }
}
