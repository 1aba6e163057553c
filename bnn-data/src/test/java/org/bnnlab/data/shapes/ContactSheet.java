package org.bnnlab.data.shapes;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.bnnlab.data.ImageDataset;
import org.bnnlab.data.Split;

/** Writes the first images of a data set into one PNG, to look at: one column for each class. */
final class ContactSheet {

  private static final int ZOOM = 3;

  private ContactSheet() {}

  /** Takes the PNG's path. */
  public static void main(String[] arguments) throws IOException {
    write(new Shapes32().open(Split.TEST, null), 10, Path.of(arguments[0]));
  }

  static void write(ImageDataset images, int rows, Path png) throws IOException {
    int columns = images.description().classes();
    int side = images.shape().width();
    int step = side * ZOOM + 4;
    var sheet = new BufferedImage(columns * step, rows * step, BufferedImage.TYPE_INT_RGB);
    int[] used = new int[columns];
    byte[] image = new byte[images.shape().size()];
    for (int i = 0; i < images.size(); i++) {
      int label = images.label(i);
      if (used[label] < rows) {
        images.copyPixels(i, image, 0);
        paint(sheet, image, side, label * step, used[label]++ * step);
      }
    }
    ImageIO.write(sheet, "png", png.toFile());
  }

  private static void paint(BufferedImage sheet, byte[] image, int side, int left, int top) {
    int plane = image.length / 3;
    for (int y = 0; y < side * ZOOM; y++) {
      for (int x = 0; x < side * ZOOM; x++) {
        int pixel = y / ZOOM * side + x / ZOOM;
        int red = image[pixel] & 0xFF;
        int green = image[plane + pixel] & 0xFF;
        int blue = image[2 * plane + pixel] & 0xFF;
        sheet.setRGB(left + x, top + y, red << 16 | green << 8 | blue);
      }
    }
  }
}
