package org.bnnlab.bench.recipe;

/**
 * A figure from the literature to compare with.
 *
 * @param top1 top-1 accuracy in percent
 * @param source where it is printed
 * @param confidence how sure the figure is: {@code confirmed}, {@code readme} or {@code memory}
 */
public record Published(double top1, String source, String confidence) {}
