package org.bnnlab.bench.plot;

import static org.bnnlab.api.check.Checks.requireArgument;

import java.util.List;

/**
 * What a network makes of a square of the plane.
 *
 * @param title which network
 * @param low least coordinate, on both axes
 * @param high greatest coordinate
 * @param side points along an axis
 * @param probability of the second class, row by row from the lowest
 * @param markers points that the network was trained on
 */
public record PlaneMap(
    String title,
    double low,
    double high,
    int side,
    List<Double> probability,
    List<Marker> markers) {

  /** Copies the lists. */
  public PlaneMap {
    requireArgument(
        probability.size() == side * side,
        "a map of %d points a side needs %d values, found %d",
        side,
        side * side,
        probability.size());
    probability = List.copyOf(probability);
    markers = List.copyOf(markers);
  }

  /** A point with its class, 0 or 1. */
  public record Marker(double x, double y, int label) {}
}
