package org.bnnlab.bench.file;

import static org.bnnlab.api.check.Checks.requireArgument;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The {@code .safetensors} format of tensors: eight bytes with the length of a JSON header, the
 * header, the values one behind the other.
 *
 * @param tensors tensors by name
 * @param metadata words about them
 */
public record Safetensors(Map<String, StoredArray> tensors, Map<String, String> metadata) {

  private static final String METADATA = "__metadata__";
  private static final int LENGTH_FIELD = 8;
  private static final int LONGEST_HEADER = 100_000_000;

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** Copies the maps. */
  public Safetensors {
    requireArgument(!tensors.containsKey(METADATA), "no tensor may be called %s", METADATA);
    tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
  }

  /** Where a tensor's values stand, counted from the end of the header. */
  private record Entry(String name, ElementType type, List<Long> shape, long begin, long end) {

    long[] axes() {
      return shape.stream().mapToLong(Long::longValue).toArray();
    }
  }

  /**
   * Writes the file. The order of the maps does not matter: the same tensors and words give the
   * same bytes.
   */
  public void write(Path file) throws IOException {
    // Wide elements first, so that every tensor is aligned to its element.
    List<Map.Entry<String, StoredArray>> ordered = new ArrayList<>(tensors.entrySet());
    ordered.sort(
        Comparator.comparing((Map.Entry<String, StoredArray> e) -> -e.getValue().type().bytes())
            .thenComparing(Map.Entry::getKey));
    byte[] header = header(ordered);
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer length = ByteBuffer.allocate(LENGTH_FIELD).order(ByteOrder.LITTLE_ENDIAN);
      writeFully(channel, length.putLong(0, header.length));
      writeFully(channel, ByteBuffer.wrap(header));
      for (Map.Entry<String, StoredArray> tensor : ordered) {
        writeFully(channel, tensor.getValue().bytes());
      }
    }
  }

  private byte[] header(List<Map.Entry<String, StoredArray>> ordered) throws IOException {
    Map<String, Object> header = new LinkedHashMap<>();
    if (!metadata.isEmpty()) {
      header.put(METADATA, new TreeMap<>(metadata));
    }
    long offset = 0;
    for (Map.Entry<String, StoredArray> tensor : ordered) {
      StoredArray array = tensor.getValue();
      long end = offset + array.bytes().remaining();
      Map<String, Object> entry = new LinkedHashMap<>();
      entry.put("dtype", code(array.type()));
      entry.put("shape", array.shape());
      entry.put("data_offsets", new long[] {offset, end});
      header.put(tensor.getKey(), entry);
      offset = end;
    }
    String text = JSON.writeValueAsString(header);
    int length = text.getBytes(StandardCharsets.UTF_8).length;
    return (text + " ".repeat(-length & 7)).getBytes(StandardCharsets.UTF_8);
  }

  private static String code(ElementType type) {
    return switch (type) {
      case FLOAT32 -> "F32";
      case FLOAT64 -> "F64";
      case INT32 -> "I32";
      case INT64 -> "I64";
      case INT8 -> "I8";
      case UINT8 -> "U8";
      case BOOLEAN -> "BOOL";
    };
  }

  private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  /**
   * Reads a file. Its values are read only after the header was found to describe exactly this
   * file, without gap or overlap.
   *
   * @throws FileFormatException if it is not such a file
   */
  public static Safetensors read(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      return new Reader(file, channel).read();
    }
  }

  private record Reader(Path file, FileChannel channel) {

    Safetensors read() throws IOException {
      long size = channel.size();
      check(size >= LENGTH_FIELD, 0, "ends inside the length of its header, at %d bytes", size);
      long length = bytes(0, LENGTH_FIELD).getLong();
      long room = Math.min(LONGEST_HEADER, size - LENGTH_FIELD);
      check(
          length >= 2 && length <= room,
          0,
          "a header of 2 to %d bytes expected, found %d",
          room,
          length);
      JsonNode header = header((int) length);
      Map<String, String> metadata = new LinkedHashMap<>();
      List<Entry> entries = new ArrayList<>();
      for (Map.Entry<String, JsonNode> property : header.properties()) {
        if (property.getKey().equals(METADATA)) {
          readMetadata(property.getValue(), metadata);
        } else {
          entries.add(entry(property.getKey(), property.getValue()));
        }
      }
      entries.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
      long dataStart = LENGTH_FIELD + length;
      checkCoverage(entries, dataStart, size);
      Map<String, StoredArray> tensors = new LinkedHashMap<>();
      for (Entry entry : entries) {
        ByteBuffer data =
            bytes(dataStart + entry.begin(), Math.toIntExact(entry.end() - entry.begin()));
        tensors.put(entry.name(), new StoredArray(entry.type(), entry.axes(), data));
      }
      return new Safetensors(tensors, metadata);
    }

    private JsonNode header(int length) throws IOException {
      try {
        String text =
            StandardCharsets.UTF_8.newDecoder().decode(bytes(LENGTH_FIELD, length)).toString();
        check(text.startsWith("{"), LENGTH_FIELD, "the header must begin with {");
        return JSON.readTree(text);
      } catch (CharacterCodingException e) {
        throw new FileFormatException(file, at(LENGTH_FIELD), "the header is not UTF-8", e);
      } catch (JsonProcessingException e) {
        long column = e.getLocation() == null ? 0 : Math.max(0, e.getLocation().getCharOffset());
        throw new FileFormatException(
            file,
            at(LENGTH_FIELD + column),
            "the header is not JSON: " + e.getOriginalMessage(),
            e);
      }
    }

    private void readMetadata(JsonNode node, Map<String, String> metadata)
        throws FileFormatException {
      check(node.isObject(), LENGTH_FIELD, "%s must map words to words", METADATA);
      for (Map.Entry<String, JsonNode> property : node.properties()) {
        check(
            property.getValue().isTextual(),
            LENGTH_FIELD,
            "%s must map words to words, \"%s\" does not",
            METADATA,
            property.getKey());
        metadata.put(property.getKey(), property.getValue().textValue());
      }
    }

    private Entry entry(String name, JsonNode node) throws FileFormatException {
      check(
          node.isObject() && node.size() == 3,
          LENGTH_FIELD,
          "tensor \"%s\" needs dtype, shape and data_offsets",
          name);
      ElementType type = type(name, node.path("dtype"));
      List<Long> shape = numbers(name, "shape", node.path("shape"));
      List<Long> offsets = numbers(name, "data_offsets", node.path("data_offsets"));
      check(offsets.size() == 2, LENGTH_FIELD, "tensor \"%s\" needs two data_offsets", name);
      Entry entry = new Entry(name, type, shape, offsets.getFirst(), offsets.getLast());
      long bytes;
      try {
        bytes = StoredArray.byteSize(type, entry.axes());
      } catch (ArithmeticException e) {
        throw fault(LENGTH_FIELD, "tensor \"%s\" of shape %s is too large", name, shape);
      }
      check(
          bytes <= Integer.MAX_VALUE - LENGTH_FIELD,
          LENGTH_FIELD,
          "tensor \"%s\" takes %d bytes, at most 2 GiB are read",
          name,
          bytes);
      check(
          entry.end() - entry.begin() == bytes,
          LENGTH_FIELD,
          "tensor \"%s\" (%s %s) takes %d bytes, its data_offsets are %s",
          name,
          type,
          shape,
          bytes,
          offsets);
      return entry;
    }

    private ElementType type(String name, JsonNode node) throws FileFormatException {
      for (ElementType type : ElementType.values()) {
        if (code(type).equals(node.textValue())) {
          return type;
        }
      }
      throw fault(
          LENGTH_FIELD,
          "tensor \"%s\": dtype F32, F64, I32, I64, I8, U8 or BOOL expected, found %s",
          name,
          node);
    }

    private List<Long> numbers(String name, String key, JsonNode node) throws FileFormatException {
      check(node.isArray(), LENGTH_FIELD, "tensor \"%s\": %s must be a list", name, key);
      List<Long> numbers = new ArrayList<>();
      for (JsonNode number : node) {
        check(
            number.isIntegralNumber() && number.canConvertToLong() && number.longValue() >= 0,
            LENGTH_FIELD,
            "tensor \"%s\": %s holds integers from 0, found %s",
            name,
            key,
            number);
        numbers.add(number.longValue());
      }
      return numbers;
    }

    private void checkCoverage(List<Entry> entries, long dataStart, long size)
        throws FileFormatException {
      long covered = 0;
      for (Entry entry : entries) {
        check(
            entry.begin() == covered,
            dataStart + covered,
            "tensor \"%s\" must begin at %d of the data, found %d: a gap or an overlap",
            entry.name(),
            covered,
            entry.begin());
        covered = entry.end();
      }
      check(
          covered == size - dataStart,
          dataStart,
          "%d bytes of data expected, found %d",
          covered,
          size - dataStart);
    }

    private ByteBuffer bytes(long offset, int count) throws IOException {
      ByteBuffer bytes = ByteBuffer.allocate(count).order(ByteOrder.LITTLE_ENDIAN);
      while (bytes.hasRemaining()) {
        int read = channel.read(bytes, offset + bytes.position());
        check(read >= 0, offset + bytes.position(), "the file became shorter while it was read");
      }
      return bytes.flip();
    }

    private void check(boolean holds, long offset, String fault, Object... values)
        throws FileFormatException {
      if (!holds) {
        throw fault(offset, fault, values);
      }
    }

    private FileFormatException fault(long offset, String fault, Object... values) {
      return new FileFormatException(file, at(offset), fault.formatted(values));
    }

    private static String at(long offset) {
      return "offset " + offset;
    }
  }
}
