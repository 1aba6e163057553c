package org.bnnlab.models.zoo;

import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.bnnlab.api.architecture.Architecture;
import org.bnnlab.api.architecture.Slots;
import org.bnnlab.api.network.Edge;
import org.bnnlab.api.option.OptionSpec;
import org.bnnlab.api.option.Options;
import org.bnnlab.api.parameter.Initialization;
import org.bnnlab.api.parameter.Initializer;

/**
 * The stem of a network that is published with several.
 *
 * @param published the stem for large images
 * @param always whether small images get it, too, or the thumbnail stem
 */
record StemChoice(Stem published, boolean always) {

  private static final String PUBLISHED_POOL = "3x3";

  /** Where larq's zoo differs. */
  static final OptionSpec POOL =
      OptionSpec.choice(
          "stemPool", "window of the stem's max pool, 2x2 as in larq's zoo", PUBLISHED_POOL, "2x2");

  /** N(0, 2 / fan-in) for every weight, 0 for the classifier's bias. */
  static final Initialization INITIALIZATION = initialization();

  private static final int LARGE = 224;
  private static final int LARGE_CLASSES = 1000;
  private static final int SMALL = 32;
  private static final int SMALL_CLASSES = 10;

  private static Initialization initialization() {
    Initializer weight = new Initializer.HeNormal(Initializer.Fan.IN);
    return new Initialization(weight, weight, weight, weight, weight, new Initializer.Constant(0));
  }

  /** Makes a member of a family for one choice. */
  interface Member {
    /** An architecture of this id, title and stem. */
    Architecture of(String id, String title, StemChoice stem);
  }

  /** The network under its plain id, and once for each stem under an id that names it. */
  static List<Architecture> variants(String id, String title, Stem published, Member member) {
    List<Architecture> all = new ArrayList<>();
    all.add(member.of(id, title, new StemChoice(published, false)));
    for (Stem stem : Stem.values()) {
      all.add(
          member.of(
              id + stem.suffix(),
              title + ", " + stem.title() + " stem",
              new StemChoice(stem, true)));
    }
    return all;
  }

  /** Adds the stem behind the image or its normalization. */
  Edge build(Slots slots, Edge image, int width, Options options) {
    Stem stem = always ? published : Stem.fitting(image, published);
    return stem.build(
        slots, image, width, options.text(POOL.name()).equals(PUBLISHED_POOL) ? 3 : 2);
  }

  /** Shape of the images the published network takes. */
  Shape input() {
    int side = published == Stem.THUMBNAIL ? SMALL : LARGE;
    return new Shape(3, side, side);
  }

  /** Number of classes of the published network. */
  int classes() {
    return published == Stem.THUMBNAIL ? SMALL_CLASSES : LARGE_CLASSES;
  }
}
