package org.bnnlab.bench.recipe;

import static org.bnnlab.api.check.Checks.requireFound;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.option.OptionSpec;
import org.bnnlab.bench.recipe.Setting.Call;
import org.bnnlab.bench.recipe.Setting.Sequence;
import org.bnnlab.data.transform.CenterCrop;
import org.bnnlab.data.transform.ColorJitter;
import org.bnnlab.data.transform.GaussianBlur;
import org.bnnlab.data.transform.Grayscale;
import org.bnnlab.data.transform.Lighting;
import org.bnnlab.data.transform.Normalize;
import org.bnnlab.data.transform.Permute;
import org.bnnlab.data.transform.RandomCrop;
import org.bnnlab.data.transform.RandomHorizontalFlip;
import org.bnnlab.data.transform.RandomResizedCrop;
import org.bnnlab.data.transform.RandomVerticalFlip;
import org.bnnlab.data.transform.Resize;
import org.bnnlab.data.transform.Transform;
import org.jspecify.annotations.Nullable;

/** The transforms that recipes may name, their arguments, and what they are in the data module. */
public final class TransformTerms {

  private static final OptionSpec PROBABILITY = OptionSpec.of("probability", 0.5, "how often");

  private static final Map<String, List<OptionSpec>> KNOWN = new TreeMap<>();

  static {
    KNOWN.put("resize", List.of(OptionSpec.of("size", 256, "the new short side")));
    KNOWN.put("center-crop", List.of(OptionSpec.of("size", 224, "side of the cut")));
    KNOWN.put(
        "crop",
        List.of(
            OptionSpec.of("size", 32, "side of the cut"),
            OptionSpec.of("padding", 0, "width of the frame of zeros")));
    KNOWN.put(
        "resized-crop",
        List.of(
            OptionSpec.of("size", 224, "side of the result"),
            OptionSpec.of("minArea", 0.08, "least share of the area"),
            OptionSpec.of("maxArea", 1.0, "greatest share of the area"),
            OptionSpec.of("minRatio", 3.0 / 4, "least width over height"),
            OptionSpec.of("maxRatio", 4.0 / 3, "greatest width over height")));
    KNOWN.put("flip", List.of(PROBABILITY));
    KNOWN.put("vertical-flip", List.of(PROBABILITY));
    KNOWN.put(
        "jitter",
        List.of(
            OptionSpec.of("brightness", 0.0, "strength of the change"),
            OptionSpec.of("contrast", 0.0, "strength of the change"),
            OptionSpec.of("saturation", 0.0, "strength of the change"),
            OptionSpec.of("hue", 0.0, "greatest turn, as a part of the circle"),
            OptionSpec.of("probability", 1.0, "how often")));
    KNOWN.put("grayscale", List.of(OptionSpec.of("probability", 1.0, "how often")));
    KNOWN.put(
        "blur",
        List.of(
            OptionSpec.of("minRadius", 0.1, "least standard deviation in pixels"),
            OptionSpec.of("maxRadius", 2.0, "greatest standard deviation in pixels"),
            PROBABILITY));
    KNOWN.put("permute", List.of(OptionSpec.of("seed", 1, "which order of the pixels")));
    KNOWN.put(
        "lighting",
        List.of(
            OptionSpec.of("std", 0.1, "standard deviation along the principal axes"),
            OptionSpec.choice("units", "what the light is added to", "unit", "levels")));
  }

  /** Terms that stand for a list: one view of MoCo v2, and of the lighter variant of S2-BNN. */
  private static final Map<String, List<Double>> VIEWS =
      Map.of("mocov2", List.of(0.8, 0.5), "mocov2-lite", List.of(0.6, 0.2));

  private static final List<OptionSpec> VIEW_OPTIONS =
      List.of(OptionSpec.of("size", 224, "side of the view"));

  private static final Set<String> NEED_SIZE = Set.of("crop", "center-crop", "resize");

  private static final Map<String, Normalize> NORMALIZATIONS =
      new TreeMap<>(
          Map.of(
              "imagenet", Normalize.IMAGENET,
              "imagenet-levels", Normalize.IMAGENET_LEVELS,
              "cifar", Normalize.CIFAR,
              "cifar-image-std", Normalize.CIFAR_IMAGE_STD,
              "cifar100", Normalize.CIFAR100,
              "mnist", Normalize.MNIST));

  private final PartTerms parts;
  private final Faults faults;

  TransformTerms(PartTerms parts, Faults faults) {
    this.parts = parts;
    this.faults = faults;
  }

  /** The names of known normalizations, {@code none} included. */
  static List<String> normalizations() {
    Set<String> names = new TreeSet<>(NORMALIZATIONS.keySet());
    names.add("none");
    return List.copyOf(names);
  }

  /** What {@code normalize: name} stands for. */
  public static List<Transform> normalization(String name) {
    if (name.equals("none")) {
      return List.of();
    }
    return List.of(requireFound(NORMALIZATIONS.get(name), "unknown normalization \"%s\"", name));
  }

  /** A list of transforms; {@code key} is where it stands. */
  List<TransformSpec> list(String key, @Nullable Setting setting) {
    if (setting == null) {
      return List.of();
    }
    if (!(setting instanceof Sequence sequence)) {
      faults.add(
          setting.line(),
          "%s of data is a list such as [crop(32, padding: 4), flip], found %s",
          key,
          setting.shown());
      return List.of();
    }
    return sequence.items().stream().flatMap(item -> read(item).stream()).toList();
  }

  private List<TransformSpec> read(Setting setting) {
    Set<String> names = new TreeSet<>(KNOWN.keySet());
    names.addAll(VIEWS.keySet());
    Call call = parts.call("transform", setting, names);
    if (call == null) {
      return List.of();
    }
    List<Double> view = VIEWS.get(call.name());
    if (view != null) {
      Map<String, Object> arguments = parts.resolve(call.name(), VIEW_OPTIONS, call);
      return view(arguments.getOrDefault("size", 224), view.get(0), view.get(1));
    }
    if (NEED_SIZE.contains(call.name())
        && call.positional().isEmpty()
        && !call.named().containsKey("size")) {
      String example = call.name().equals("crop") ? "32, padding: 4" : "224";
      faults.add(
          call.line(), "%s needs its size, such as %s(%s)", call.name(), call.name(), example);
    }
    TransformSpec spec =
        new TransformSpec(call.name(), parts.resolve(call.name(), options(call.name()), call));
    try {
      transform(spec);
      return List.of(spec);
    } catch (IllegalArgumentException e) {
      faults.add(call.line(), "%s", String.valueOf(e.getMessage()));
      return List.of();
    }
  }

  /**
   * One view of MoCo v2 (X. Chen et al., arXiv 2003.04297; official code {@code main_moco.py},
   * {@code --aug-plus}), in its order.
   */
  private static List<TransformSpec> view(Object size, double jitter, double blur) {
    return List.of(
        spec("resized-crop", Map.of("size", size, "minArea", 0.2)),
        spec(
            "jitter",
            Map.of(
                "brightness",
                0.4,
                "contrast",
                0.4,
                "saturation",
                0.4,
                "hue",
                0.1,
                "probability",
                jitter)),
        spec("grayscale", Map.of("probability", 0.2)),
        spec("blur", Map.of("probability", blur)),
        spec("flip", Map.of()));
  }

  private static TransformSpec spec(String name, Map<String, Object> given) {
    Map<String, Object> arguments = new LinkedHashMap<>();
    for (OptionSpec option : options(name)) {
      arguments.put(option.name(), given.getOrDefault(option.name(), option.defaultValue()));
    }
    return new TransformSpec(name, arguments);
  }

  private static List<OptionSpec> options(String name) {
    return requireFound(KNOWN.get(name), "unknown transform \"%s\"", name);
  }

  /**
   * The transform of a resolved term.
   *
   * @throws IllegalArgumentException if an argument is outside its range
   */
  public static Transform transform(TransformSpec spec) {
    return switch (spec.name()) {
      case "resize" -> new Resize(integer(spec, "size"));
      case "center-crop" -> new CenterCrop(integer(spec, "size"));
      case "crop" -> new RandomCrop(integer(spec, "size"), integer(spec, "padding"));
      case "resized-crop" ->
          new RandomResizedCrop(
              integer(spec, "size"),
              number(spec, "minArea"),
              number(spec, "maxArea"),
              number(spec, "minRatio"),
              number(spec, "maxRatio"));
      case "flip" -> new RandomHorizontalFlip(number(spec, "probability"));
      case "vertical-flip" -> new RandomVerticalFlip(number(spec, "probability"));
      case "jitter" ->
          new ColorJitter(
              number(spec, "brightness"),
              number(spec, "contrast"),
              number(spec, "saturation"),
              number(spec, "hue"),
              number(spec, "probability"));
      case "grayscale" -> new Grayscale(number(spec, "probability"));
      case "blur" ->
          new GaussianBlur(
              number(spec, "minRadius"), number(spec, "maxRadius"), number(spec, "probability"));
      case "permute" -> new Permute(integer(spec, "seed"));
      case "lighting" ->
          new Lighting(
              number(spec, "std"),
              argument(spec, "units").equals("levels")
                  ? Lighting.Units.LEVELS
                  : Lighting.Units.UNIT);
      default -> throw new FaultException("unknown transform " + spec.canonical());
    };
  }

  private static int integer(TransformSpec spec, String name) {
    return ((Number) argument(spec, name)).intValue();
  }

  private static double number(TransformSpec spec, String name) {
    return ((Number) argument(spec, name)).doubleValue();
  }

  private static Object argument(TransformSpec spec, String name) {
    return requireFound(spec.arguments().get(name), "%s lacks its %s", spec, name);
  }
}
