package org.bnnlab.data.transform;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.ZipFile;
import org.bnnlab.data.Picture;

/** The arrays of a NumPy archive that these tests need: bytes, integers of 64 bits, floats. */
final class GoldenArrays implements AutoCloseable {

  private static final Pattern SHAPE = Pattern.compile("'shape': \\(([0-9, ]*)\\)");

  private final ZipFile archive;

  GoldenArrays(Path file) throws IOException {
    this.archive = new ZipFile(file.toFile());
  }

  Picture picture(String name) {
    Content content = content(name);
    Picture picture = new Picture();
    picture.reshape(content.shape.get(2), content.shape.get(0), content.shape.get(1));
    content.data.get(picture.bytes(), 0, picture.size());
    return picture;
  }

  long[] longs(String name) {
    Content content = content(name);
    long[] values = new long[content.data.remaining() / Long.BYTES];
    content.data.asLongBuffer().get(values);
    return values;
  }

  float[] floats(String name) {
    Content content = content(name);
    float[] values = new float[content.data.remaining() / Float.BYTES];
    content.data.asFloatBuffer().get(values);
    return values;
  }

  private record Content(List<Integer> shape, ByteBuffer data) {}

  private Content content(String name) {
    try (InputStream entry = archive.getInputStream(archive.getEntry(name + ".npy"))) {
      ByteBuffer bytes = ByteBuffer.wrap(entry.readAllBytes()).order(ByteOrder.LITTLE_ENDIAN);
      int header = bytes.getShort(8) & 0xFFFF;
      String text = new String(bytes.array(), 10, header, StandardCharsets.US_ASCII);
      Matcher shape = SHAPE.matcher(text);
      if (!shape.find()) {
        throw new IllegalArgumentException("no shape in " + text);
      }
      List<Integer> sides =
          Arrays.stream(shape.group(1).split(",", -1))
              .map(String::strip)
              .filter(side -> !side.isEmpty())
              .map(Integer::valueOf)
              .toList();
      ByteBuffer data = bytes.position(10 + header).slice().order(ByteOrder.LITTLE_ENDIAN);
      return new Content(sides, data);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    archive.close();
  }
}
