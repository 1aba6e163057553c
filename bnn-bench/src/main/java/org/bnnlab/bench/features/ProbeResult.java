package org.bnnlab.bench.features;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a probe found.
 *
 * @param top1 share of test images whose class is the first guess, in percent, at the probe's end
 * @param top5 share of those whose class is among the first five, or null where it is not known
 * @param bestTop1 the highest top-1 after any epoch of the probe: chosen on the test images, as
 *     papers do; equal to {@code top1} where a probe has no epochs
 * @param settings settings of the probe
 * @param provenance how the result came about, in the words of the library that made it, or null
 */
public record ProbeResult(
    double top1,
    @Nullable Double top5,
    double bestTop1,
    Map<String, Object> settings,
    @Nullable String provenance) {

  /** Copies the map, sorted. */
  public ProbeResult {
    settings = new TreeMap<>(settings);
  }
}
