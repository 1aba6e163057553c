package org.bnnlab.data.cifar;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import org.bnnlab.data.Dataset;
import org.bnnlab.data.ImageDataset;

/** Reads the files of one split into memory, in the order of their names. */
final class RecordReader {

  private static final int PIXELS = 3 * 32 * 32;

  private final List<String> names;
  private final int recordsPerFile;
  private final int labelByte;
  private final int classes;
  private final int recordBytes;
  private int[] labels = new int[0];
  private byte[] pixels = new byte[0];

  /** Records of one label byte, as CIFAR-10 has them. */
  RecordReader(List<String> names, int recordsPerFile) {
    this(names, recordsPerFile, 0, 10);
  }

  /**
   * Reads records of label bytes and pixels.
   *
   * @param labelByte which byte is the label; the pixels follow it
   */
  RecordReader(List<String> names, int recordsPerFile, int labelByte, int classes) {
    this.labelByte = labelByte;
    this.classes = classes;
    this.recordBytes = labelByte + 1 + PIXELS;
    this.names = names;
    this.recordsPerFile = recordsPerFile;
  }

  List<String> names() {
    return names;
  }

  /**
   * Reads one file.
   *
   * @return its faults
   * @throws IOException naming the offset where reading stopped
   */
  List<String> read(String name, long bytes, InputStream content) throws IOException {
    long expected = (long) recordsPerFile * recordBytes;
    if (bytes != expected) {
      return List.of(wrongSize(name, bytes, expected));
    }
    makeRoom();
    int first = names.indexOf(name) * recordsPerFile;
    List<String> wrongLabels = new ArrayList<>();
    byte[] record = new byte[recordBytes];
    for (int i = 0; i < recordsPerFile; i++) {
      long offset = (long) i * recordBytes;
      readRecord(name, offset, content, record);
      int label = record[labelByte] & 0xFF;
      if (label >= classes) {
        wrongLabels.add("%d at offset %d".formatted(label, offset));
      }
      labels[first + i] = label;
      System.arraycopy(record, labelByte + 1, pixels, (first + i) * PIXELS, PIXELS);
    }
    return wrongLabels.isEmpty() ? List.of() : List.of(wrongLabels(name, wrongLabels));
  }

  /** Only when a file has its size: a wrong one costs no memory. */
  private void makeRoom() {
    if (labels.length == 0) {
      labels = new int[names.size() * recordsPerFile];
      pixels = new byte[labels.length * PIXELS];
    }
  }

  private void readRecord(String name, long offset, InputStream content, byte[] record)
      throws IOException {
    int read = 0;
    try {
      read = content.readNBytes(record, 0, recordBytes);
    } catch (IOException e) {
      throw new IOException(
          "%s, record at offset %d: %s".formatted(name, offset, e.getMessage()), e);
    }
    if (read < recordBytes) {
      throw new EOFException(
          "%s ends at offset %d, within a record".formatted(name, offset + read));
    }
  }

  private String wrongSize(String name, long bytes, long expected) {
    String end =
        bytes % recordBytes == 0
            ? "%d records".formatted(bytes / recordBytes)
            : "the record at offset %d is cut off".formatted(bytes / recordBytes * recordBytes);
    return "%s has %d bytes (%s), expected %d: %d records of %d; get the file again"
        .formatted(name, bytes, end, expected, recordsPerFile, recordBytes);
  }

  private String wrongLabels(String name, List<String> found) {
    String shown = String.join(", ", found.subList(0, Math.min(3, found.size())));
    String more = found.size() > 3 ? " and %d more".formatted(found.size() - 3) : "";
    return "%s has labels outside 0..%d: %s%s; get the file again"
        .formatted(name, classes - 1, shown, more);
  }

  ImageDataset dataset(Dataset description) {
    return ImageDataset.inMemory(description, labels, pixels);
  }
}
