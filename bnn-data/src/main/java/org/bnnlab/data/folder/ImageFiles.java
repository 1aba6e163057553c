package org.bnnlab.data.folder;

import static org.bnnlab.data.Checks.requireArgument;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.bnnlab.data.Cut;
import org.bnnlab.data.Picture;
import org.bnnlab.data.PictureSource;
import org.bnnlab.data.jpeg.ImageDecoder;
import org.bnnlab.data.jpeg.JpegDecoder;

/** Image files below a folder, decoded when asked for. */
public final class ImageFiles implements PictureSource {

  private final Path root;
  private final List<String> names;
  private final int reduction;
  private final ConcurrentLinkedQueue<ImageDecoder> idle = new ConcurrentLinkedQueue<>();

  /**
   * Files.
   *
   * @param root the folder
   * @param names paths of the files below it
   * @param reduction see {@link JpegDecoder#decode}
   */
  public ImageFiles(Path root, List<String> names, int reduction) {
    this.root = root;
    this.names = List.copyOf(names);
    this.reduction = reduction;
  }

  @Override
  public void read(int row, Cut cut, Picture target) {
    ImageDecoder decoder = idle.poll();
    if (decoder == null) {
      decoder = new ImageDecoder(JpegDecoder.fastest());
    }
    try {
      Path file = root.resolve(names.get(row));
      decoder.read(file, file.toString(), reduction, cut, target);
    } finally {
      idle.add(decoder);
    }
  }

  @Override
  public String name(int row) {
    return names.get(row);
  }

  @Override
  public PictureSource reduced(int other) {
    requireArgument(
        other == 1 || JpegDecoder.fastest().reduces(), "%s", JpegDecoder.noReduction(other));
    return new ImageFiles(root, names, other);
  }
}
