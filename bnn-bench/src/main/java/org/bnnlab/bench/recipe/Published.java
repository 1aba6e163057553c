package org.bnnlab.bench.recipe;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A figure from the literature to compare with.
 *
 * @param top1 top-1 accuracy in percent
 * @param top5 top-5 accuracy in percent, or null where none is published
 * @param source where it is printed
 * @param confidence how sure the figure is: {@code confirmed}, {@code readme} or {@code memory}
 * @param deviations where the recipe is not the published one, or had to be reconstructed; empty
 *     for the paper's own settings
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record Published(
    double top1, @Nullable Double top5, String source, String confidence, List<String> deviations) {

  /** Copies the list; rows written before there were deviations have none. */
  public Published {
    deviations = deviations == null ? List.of() : List.copyOf(deviations);
  }

  /** A top-1 figure of the paper's own settings. */
  public Published(double top1, String source, String confidence) {
    this(top1, null, source, confidence, List.of());
  }

  /** The same figure for a recipe that is not quite the published one. */
  Published deviating(List<String> more) {
    return new Published(top1, top5, source, confidence, more);
  }
}
