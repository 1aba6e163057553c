package org.bnnlab.data.shapes;

import static org.bnnlab.data.Checks.requireArgument;

/**
 * What makes the images of {@code shapes32} hard to tell apart. Grey levels go from 0 to 255.
 *
 * @param minRadius smallest figure: radius, in pixels, of a disc of the same area
 * @param maxRadius largest figure, likewise
 * @param maxShift how far a figure's centre may lie from the image's, in pixels in each direction
 * @param maxTurn how far a figure may be turned to either side, in degrees
 * @param contrast smallest difference between figure and ground, in grey levels; the largest is
 *     twice that
 * @param darkShare share of the figures that are darker than their ground, in [0, 1]
 * @param texture half the range of the patterns on figure and ground, in grey levels
 * @param noise standard deviation of the noise on every value, in grey levels
 * @param specks greatest number of small spots in which figure and ground change places
 */
public record Difficulty(
    double minRadius,
    double maxRadius,
    double maxShift,
    double maxTurn,
    double contrast,
    double darkShare,
    double texture,
    double noise,
    int specks) {

  /** The difficulty of the embedded data set. */
  public static final Difficulty STANDARD = new Difficulty(7, 8.5, 2.5, 15, 60, 0.35, 15, 15, 2);

  public Difficulty {
    requireArgument(
        minRadius > 0 && minRadius <= maxRadius && maxRadius <= 16,
        "radii must satisfy 0 < min <= max <= 16 pixels, found %s and %s",
        minRadius,
        maxRadius);
    requireArgument(
        maxShift >= 0 && maxShift <= 16, "shift must be in 0..16 pixels, found %s", maxShift);
    requireArgument(
        maxTurn >= 0 && maxTurn <= 180, "turn must be in 0..180 degrees, found %s", maxTurn);
    requireArgument(
        contrast >= 0 && contrast <= 127, "contrast must be in 0..127, found %s", contrast);
    requireArgument(
        darkShare >= 0 && darkShare <= 1, "dark share must be in [0, 1], found %s", darkShare);
    requireArgument(texture >= 0 && texture <= 127, "texture must be in 0..127, found %s", texture);
    requireArgument(noise >= 0 && noise <= 127, "noise must be in 0..127, found %s", noise);
    requireArgument(specks >= 0 && specks <= 100, "specks must be in 0..100, found %s", specks);
  }

  /** The same with another noise, in grey levels. */
  public Difficulty withNoise(double level) {
    return new Difficulty(
        minRadius, maxRadius, maxShift, maxTurn, contrast, darkShare, texture, level, specks);
  }
}
