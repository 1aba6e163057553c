package org.bnnlab.bench.file;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * NumPy's {@code .npz}: a zip archive of {@code .npy} arrays.
 *
 * <p>Reads versions 1 and 2 of the array format, little-endian, row-major, without pickled objects.
 * Nothing is allocated before the archive's sizes, the array's header and the size of the file were
 * found to agree.
 */
public final class Npz {

  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
  private static final int LONGEST_HEADER = 1 << 16;
  private static final int MOST_AXES = 32;

  /** The best that deflate can do, rounded up. */
  private static final long HIGHEST_COMPRESSION = 1040;

  /** NumPy writes the literal of a Python dictionary with these keys, in this order. */
  private static final Pattern HEADER =
      Pattern.compile(
          "\\{'descr': '([^']*)', 'fortran_order': (True|False), 'shape': \\(([0-9, ]*)\\), *\\}"
              + "[ \\n]*");

  private static final LocalDateTime ENTRY_TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

  private Npz() {}

  /**
   * Reads all arrays.
   *
   * @return the arrays by name, in the order of the archive
   * @throws FileFormatException if the file is not such an archive
   */
  public static Map<String, StoredArray> read(Path file) throws IOException {
    long fileSize = Files.size(file);
    Map<String, StoredArray> arrays = new LinkedHashMap<>();
    try (ZipFile zip = new ZipFile(file.toFile())) {
      for (ZipEntry entry : zip.stream().toList()) {
        String name = entry.getName();
        if (!name.endsWith(".npy")) {
          throw new FileFormatException(
              file, "entry " + name, "every entry of an .npz ends with .npy");
        }
        StoredArray array = new EntryReader(file, fileSize, entry).read(zip);
        if (arrays.put(name.substring(0, name.length() - 4), array) != null) {
          throw new FileFormatException(file, "entry " + name, "this name stands there twice");
        }
      }
    } catch (ZipException | EOFException e) {
      throw new FileFormatException(
          file, "archive", "not a complete zip archive (" + e.getMessage() + ")", e);
    }
    return arrays;
  }

  /** One array of the archive. */
  private record EntryReader(Path file, long fileSize, ZipEntry entry) {

    StoredArray read(ZipFile zip) throws IOException {
      long size = entry.getSize();
      check(
          entry.getCompressedSize() <= fileSize && size <= HIGHEST_COMPRESSION * fileSize,
          "the archive gives it %d bytes, more than a file of %d bytes can hold",
          size,
          fileSize);
      try (InputStream in = zip.getInputStream(entry)) {
        CRC32 checksum = new CRC32();
        Header header = header(in, checksum);
        long expected = bytes(header);
        check(
            size == header.length() + expected,
            "%s array of shape %s takes %d bytes with its header, found %d",
            header.type(),
            header.shapeText(),
            header.length() + expected,
            size);
        ByteBuffer data = take(in, Math.toIntExact(expected), checksum);
        check(in.read() < 0, "there are bytes behind the array");
        check(checksum.getValue() == entry.getCrc(), "the checksum does not fit: altered data");
        if (header.type() == ElementType.BOOLEAN) {
          checkBooleans(data);
        }
        return new StoredArray(
            header.type(), axes(header.shapeText()), data.order(ByteOrder.LITTLE_ENDIAN));
      } catch (ZipException e) {
        throw fault("damaged compressed data (" + e.getMessage() + ")");
      } catch (EOFException e) {
        throw fault("the compressed data ends too early");
      }
    }

    private record Header(ElementType type, String shapeText, int length) {}

    private Header header(InputStream in, CRC32 checksum) throws IOException {
      ByteBuffer start = take(in, MAGIC.length + 2, checksum);
      byte[] magic = new byte[MAGIC.length];
      start.get(magic);
      check(Arrays.equals(magic, MAGIC), "not a NumPy array: it does not start with \\x93NUMPY");
      int version = start.get();
      check(version == 1 || version == 2, "version 1 or 2 of .npy expected, found %d", version);
      int lengthBytes = version == 1 ? 2 : 4;
      ByteBuffer lengthField = take(in, lengthBytes, checksum).order(ByteOrder.LITTLE_ENDIAN);
      long length =
          version == 1
              ? Short.toUnsignedLong(lengthField.getShort())
              : Integer.toUnsignedLong(lengthField.getInt());
      check(
          length <= LONGEST_HEADER,
          "a header of %d bytes, at most %d are read",
          length,
          LONGEST_HEADER);
      ByteBuffer bytes = take(in, (int) length, checksum);
      String text = StandardCharsets.ISO_8859_1.decode(bytes).toString();
      Matcher matcher = HEADER.matcher(text);
      check(matcher.matches(), "header not understood: %s", text.strip());
      check(
          matcher.group(2).equals("False"),
          "column-major order; save the array with numpy.ascontiguousarray");
      return new Header(
          type(matcher.group(1)), matcher.group(3), MAGIC.length + 2 + lengthBytes + (int) length);
    }

    private ElementType type(String description) throws FileFormatException {
      return switch (description) {
        case "<f4" -> ElementType.FLOAT32;
        case "<f8" -> ElementType.FLOAT64;
        case "<i4" -> ElementType.INT32;
        case "<i8" -> ElementType.INT64;
        case "|i1" -> ElementType.INT8;
        case "|u1" -> ElementType.UINT8;
        case "|b1" -> ElementType.BOOLEAN;
        default ->
            throw fault(
                "element type <f4, <f8, <i4, <i8, |i1, |u1 or |b1 expected, found " + description);
      };
    }

    private long bytes(Header header) throws FileFormatException {
      try {
        long bytes = StoredArray.byteSize(header.type(), axes(header.shapeText()));
        check(bytes <= Integer.MAX_VALUE - 8, "%d bytes, an array may have 2 GiB", bytes);
        return bytes;
      } catch (ArithmeticException e) {
        throw fault("shape (" + header.shapeText() + ") has more elements than fit in 63 bits");
      }
    }

    private long[] axes(String text) throws FileFormatException {
      if (text.isBlank()) {
        return new long[0];
      }
      String[] parts = text.split(",", -1);
      boolean trailingComma = parts[parts.length - 1].isBlank();
      int count = trailingComma ? parts.length - 1 : parts.length;
      check((trailingComma || count > 1) && count <= MOST_AXES, "shape (%s) not understood", text);
      long[] axes = new long[count];
      for (int i = 0; i < count; i++) {
        try {
          axes[i] = Long.parseLong(parts[i].strip());
        } catch (NumberFormatException e) {
          throw fault("shape (" + text + ") not understood");
        }
      }
      return axes;
    }

    private ByteBuffer take(InputStream in, int count, CRC32 checksum) throws IOException {
      byte[] bytes = in.readNBytes(count);
      check(
          bytes.length == count,
          "ends too early: %d bytes expected, found %d",
          count,
          bytes.length);
      checksum.update(bytes);
      return ByteBuffer.wrap(bytes);
    }

    private void checkBooleans(ByteBuffer data) throws FileFormatException {
      for (int i = 0; i < data.limit(); i++) {
        check(data.get(i) == 0 || data.get(i) == 1, "element %d is neither 0 nor 1", i);
      }
    }

    private void check(boolean holds, String fault, Object... values) throws FileFormatException {
      if (!holds) {
        throw fault(fault.formatted(values));
      }
    }

    private FileFormatException fault(String fault) {
      return new FileFormatException(file, "entry " + entry.getName(), fault);
    }
  }

  /**
   * Writes arrays; the same arrays in the same order give the same bytes.
   *
   * @param arrays arrays by name, without the ending {@code .npy}
   */
  public static void write(Path file, Map<String, StoredArray> arrays) throws IOException {
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, StoredArray> named : arrays.entrySet()) {
        ZipEntry entry = new ZipEntry(named.getKey() + ".npy");
        entry.setTimeLocal(ENTRY_TIME);
        zip.putNextEntry(entry);
        zip.write(header(named.getValue()));
        byte[] data = new byte[named.getValue().bytes().remaining()];
        named.getValue().bytes().get(data);
        zip.write(data);
        zip.closeEntry();
      }
    }
  }

  private static byte[] header(StoredArray array) {
    String description =
        switch (array.type()) {
          case FLOAT32 -> "<f4";
          case FLOAT64 -> "<f8";
          case INT32 -> "<i4";
          case INT64 -> "<i8";
          case INT8 -> "|i1";
          case UINT8 -> "|u1";
          case BOOLEAN -> "|b1";
        };
    long[] shape = array.shape();
    StringJoiner axes = new StringJoiner(", ", "(", shape.length == 1 ? ",)" : ")");
    for (long side : shape) {
      axes.add(Long.toString(side));
    }
    String text =
        "{'descr': '%s', 'fortran_order': False, 'shape': %s, }".formatted(description, axes);
    int before = MAGIC.length + 4;
    // The format wants the data to begin at a multiple of 64 and the header to end in a newline.
    int padded = (before + text.length() + 1 + 63) / 64 * 64;
    ByteArrayOutputStream out = new ByteArrayOutputStream(padded);
    out.writeBytes(MAGIC);
    out.write(1);
    out.write(0);
    int length = padded - before;
    out.write(length & 0xff);
    out.write(length >> 8);
    out.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    out.writeBytes(" ".repeat(length - text.length() - 1).getBytes(StandardCharsets.ISO_8859_1));
    out.write('\n');
    return out.toByteArray();
  }
}
