package org.bnnlab.bench.features;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.check.Suggestion;

/** A classifier of frozen features: its accuracy says how good they are. */
@FunctionalInterface
public interface Probe {

  /**
   * Learns from one set, is tested on the other.
   *
   * @param training features of the training images in each epoch of the probe, from 0
   * @param test features of the test images
   * @param seed decides whatever is drawn
   */
  ProbeResult run(IntFunction<FeatureSet> training, FeatureSet test, long seed);

  /** Probes by name. Figures of different protocols are not compared with each other. */
  enum Protocol {
    /** The papers' linear classifier, by SGD. */
    SGD_PROBE("linear classifier by SGD on new crops in every epoch, as in the papers"),
    /** The same on whole images: the network sees each once. */
    SGD_PROBE_ONCE("linear classifier by SGD on whole images"),
    /** Tribuo's logistic regression. */
    TRIBUO_LINEAR("Tribuo's logistic regression"),
    /** Tribuo's nearest neighbours. */
    TRIBUO_KNN("Tribuo's 20 nearest neighbours");

    private final String title;

    Protocol(String title) {
      this.title = title;
    }

    /** Its name in commands and rows: {@code tribuo-linear}. */
    public String id() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What it is, in a few words. */
    public String title() {
      return title;
    }

    /** Whether training images are cropped and turned anew in every epoch of the probe. */
    public boolean cropsAnew() {
      return this == SGD_PROBE;
    }

    /** The probe. */
    public Probe probe() {
      return switch (this) {
        case SGD_PROBE, SGD_PROBE_ONCE -> SgdProbe.PUBLISHED;
        case TRIBUO_LINEAR -> new TribuoLinear(30, 32, 0.1);
        case TRIBUO_KNN -> new TribuoNeighbours(20);
      };
    }

    /** The names of all. */
    public static List<String> ids() {
      return Arrays.stream(values()).map(Protocol::id).toList();
    }

    /**
     * By its name.
     *
     * @throws FaultException if there is none of this name
     */
    public static Protocol of(String id) {
      return Arrays.stream(values())
          .filter(protocol -> protocol.id().equals(id))
          .findFirst()
          .orElseThrow(
              () ->
                  new FaultException(
                      "unknown protocol \"%s\"%s; one of: %s"
                          .formatted(
                              id, Suggestion.forUnknown(id, ids()), String.join(", ", ids()))));
    }
  }
}
