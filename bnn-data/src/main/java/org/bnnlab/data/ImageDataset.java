package org.bnnlab.data;

import static org.bnnlab.data.Checks.requireArgument;
import static org.bnnlab.data.Checks.requireState;

import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One split of a data set, opened: labels in memory, pixels behind a {@link PixelSource}, or behind
 * a {@link PictureSource} where every image has a size of its own.
 *
 * <p>Immutable, and safe for use by several threads.
 */
public final class ImageDataset {

  private final Dataset description;
  private final int[] labels;
  private final @Nullable PixelSource pixels;
  private final @Nullable PictureSource pictures;
  private final @Nullable ValueSource values;

  /**
   * @param labels one for each image, each within the description's classes
   * @param pixels the images, as many as there are labels
   */
  public ImageDataset(Dataset description, int[] labels, PixelSource pixels) {
    this(description, labels, pixels, null, null);
  }

  /** The same for images of different sizes, which are read one by one. */
  public ImageDataset(Dataset description, int[] labels, PictureSource pictures) {
    this(description, labels, null, pictures, null);
  }

  private ImageDataset(
      Dataset description,
      int[] labels,
      @Nullable PixelSource pixels,
      @Nullable PictureSource pictures,
      @Nullable ValueSource values) {
    for (int i = 0; i < labels.length; i++) {
      requireArgument(
          labels[i] >= 0 && labels[i] < description.classes(),
          "label of image %d in %s must be in 0..%d, found %d",
          i,
          description.id(),
          description.classes() - 1,
          labels[i]);
    }
    this.description = description;
    this.labels = labels.clone();
    this.pixels = pixels;
    this.pictures = pictures;
    this.values = values;
  }

  /**
   * A data set of real values, such as points of a plane, which no transform applies to.
   *
   * @param values one sample after another, each of the description's shape; not copied
   */
  public static ImageDataset ofValues(Dataset description, int[] labels, float[] values) {
    int size = description.shape().size();
    requireArgument(
        values.length == Math.multiplyExact(labels.length, size),
        "%d samples of shape %s take %d values, found %d",
        labels.length,
        description.shape(),
        (long) labels.length * size,
        values.length);
    return new ImageDataset(
        description,
        labels,
        null,
        null,
        (row, target, offset) -> System.arraycopy(values, row * size, target, offset, size));
  }

  /** A data set whose images stand one after another in {@code pixels}, which is not copied. */
  public static ImageDataset inMemory(Dataset description, int[] labels, byte[] pixels) {
    int size = description.shape().size();
    requireArgument(
        pixels.length == Math.multiplyExact(labels.length, size),
        "%d images of shape %s take %d bytes, found %d",
        labels.length,
        description.shape(),
        (long) labels.length * size,
        pixels.length);
    return new ImageDataset(
        description,
        labels,
        (row, target, offset) -> System.arraycopy(pixels, row * size, target, offset, size));
  }

  /** The data set this split belongs to; its counts are those of the whole splits. */
  public Dataset description() {
    return description;
  }

  /** The shape of every image, or, where sizes differ, what their description names. */
  public ImageShape shape() {
    return description.shape();
  }

  /** Whether every image has {@link #shape}. */
  public boolean isOfOneSize() {
    return pictures == null;
  }

  /** Whether the samples are real values, to be had by {@link #copyValues}. */
  public boolean isOfValues() {
    return values != null;
  }

  /** Copies the values of sample {@code index}. */
  public void copyValues(int index, float[] target, int offset) {
    Objects.checkIndex(index, labels.length);
    requireState(values != null, "the samples of %s are images, not values", description.id());
    Objects.requireNonNull(values).copy(index, target, offset);
  }

  /** The number of images. */
  public int size() {
    return labels.length;
  }

  public int label(int index) {
    return labels[index];
  }

  /**
   * Copies image {@code index} as unsigned bytes in CHW order.
   *
   * @param target has room for {@code shape().size()} bytes from {@code offset} on
   */
  public void copyPixels(int index, byte[] target, int offset) {
    Objects.checkIndex(index, labels.length);
    Objects.checkFromIndexSize(offset, shape().size(), target.length);
    requireState(
        pixels != null,
        "the samples of %s are no images of one size; see isOfOneSize and isOfValues",
        description.id());
    Objects.requireNonNull(pixels).copy(index, target, offset);
  }

  /** Reads image {@code index}, whatever its size. */
  public void read(int index, Picture target) {
    read(index, Cut.NONE, target);
  }

  /** Reads a part of image {@code index}, whatever its size. */
  public void read(int index, Cut cut, Picture target) {
    Objects.checkIndex(index, labels.length);
    if (pictures != null) {
      pictures.read(index, cut, target);
      return;
    }
    byte[] planes = new byte[shape().size()];
    copyPixels(index, planes, 0);
    target.copyPlanes(planes, shape());
    target.cut(cut.of(target.height(), target.width()));
  }

  /** What people call image {@code index}: the name of its file, or its number. */
  public String name(int index) {
    Objects.checkIndex(index, labels.length);
    return pictures != null ? pictures.name(index) : "image " + index;
  }

  /** The images at {@code indices}, in that order; shares the pixels with this data set. */
  public ImageDataset subset(int... indices) {
    int[] rows = indices.clone();
    int[] chosen = new int[rows.length];
    for (int i = 0; i < rows.length; i++) {
      requireArgument(
          rows[i] >= 0 && rows[i] < labels.length,
          "index %d of a subset of %s must be in 0..%d",
          rows[i],
          description.id(),
          labels.length - 1);
      chosen[i] = labels[rows[i]];
    }
    return new ImageDataset(
        description,
        chosen,
        pixels == null
            ? null
            : (row, target, offset) ->
                Objects.requireNonNull(pixels).copy(rows[row], target, offset),
        pictures == null ? null : new Chosen(pictures, rows),
        values == null
            ? null
            : (row, target, offset) ->
                Objects.requireNonNull(values).copy(rows[row], target, offset));
  }

  /**
   * The same images decoded at {@code 1 / reduction} of their scale.
   *
   * @throws IllegalArgumentException if they are not decoded, or not at that scale
   */
  public ImageDataset reduced(int reduction) {
    if (reduction == 1) {
      return this;
    }
    requireArgument(
        pictures != null,
        "the images of %s are stored as pixels, so that they cannot be decoded at 1/%d of their"
            + " scale",
        description.id(),
        reduction);
    return withPictures(Objects.requireNonNull(pictures).reduced(reduction));
  }

  /** The same images, read from another place. */
  public ImageDataset withPictures(PictureSource other) {
    return new ImageDataset(description, labels, other);
  }

  /** The first {@code count} images. */
  public ImageDataset take(int count) {
    requireArgument(
        count >= 1 && count <= labels.length,
        "number of images to take from %s must be in 1..%d, found %d",
        description.id(),
        labels.length,
        count);
    return new ImageDataset(description, Arrays.copyOf(labels, count), pixels, pictures, values);
  }

  /** Where the samples of a split are, if they are real values. */
  @FunctionalInterface
  private interface ValueSource {
    void copy(int row, float[] target, int offset);
  }

  /** Some pictures of a source, in an order of their own. */
  private static final class Chosen implements PictureSource {

    private final PictureSource all;
    private final int[] rows;

    Chosen(PictureSource all, int[] rows) {
      this.all = all;
      this.rows = rows;
    }

    @Override
    public void read(int row, Cut cut, Picture target) {
      all.read(rows[row], cut, target);
    }

    @Override
    public String name(int row) {
      return all.name(rows[row]);
    }

    @Override
    public PictureSource reduced(int reduction) {
      return new Chosen(all.reduced(reduction), rows);
    }
  }
}
