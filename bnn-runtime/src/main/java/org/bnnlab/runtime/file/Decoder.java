package org.bnnlab.runtime.file;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bnnlab.runtime.program.Bits;
import org.bnnlab.runtime.program.Border;
import org.bnnlab.runtime.program.Demand;
import org.bnnlab.runtime.program.Extent;
import org.bnnlab.runtime.program.Facts;
import org.bnnlab.runtime.program.Floats;
import org.bnnlab.runtime.program.ImageStep;
import org.bnnlab.runtime.program.Limits;
import org.bnnlab.runtime.program.Op;
import org.bnnlab.runtime.program.Preprocessing;
import org.bnnlab.runtime.program.Program;
import org.bnnlab.runtime.program.Step;
import org.bnnlab.runtime.program.Window;

/**
 * Reads a program from bytes. Every size is compared with what is left of its section before
 * anything of that size is made.
 */
final class Decoder {

  private final Cursor in;
  private final Cursor tables;
  private final CharsetDecoder letters = StandardCharsets.UTF_8.newDecoder();

  private Decoder(Cursor in, Cursor tables) {
    this.in = in;
    this.tables = tables;
  }

  static Program decode(String source, ByteBuffer bytes) throws BnnFileException {
    ByteBuffer all = bytes.order(ByteOrder.LITTLE_ENDIAN);
    Cursor header = new Cursor(source, all, 0, Math.min(Layout.HEADER, all.capacity()));
    header.check(
        all.capacity() >= Layout.HEADER,
        "a file has at least %d bytes, found %d",
        Layout.HEADER,
        all.capacity());
    header.check(header.int64() == Layout.MAGIC, "this is no .bnn file");
    int version = header.int32();
    header.check(
        version == Layout.VERSION,
        "this reads version %d of the format, found %d; %s",
        Layout.VERSION,
        version,
        version >= 1 && version < Layout.VERSION
            ? "export the run again"
            : "it needs a later BNN Lab, or is damaged");
    int size = header.int32();
    header.check(size == Layout.HEADER, "a header has %d bytes, found %d", Layout.HEADER, size);
    long whole = header.int64();
    header.check(
        whole == all.capacity(), "%d bytes announced, the file has %d", whole, all.capacity());
    Layout layout = new Layout(header.int64(), header.int64(), header.int64());
    header.check(
        inside(layout.facts(), whole)
            && inside(layout.steps(), whole)
            && inside(layout.tables(), whole)
            && layout.size() == whole,
        "sections of %d, %d and %d bytes do not make up %d",
        layout.facts(),
        layout.steps(),
        layout.tables(),
        whole);
    int steps = header.int32();
    int sum = header.int32();
    header.check(
        sum == Encoder.crc(all, Layout.HEADER, all.capacity()),
        "the checksum of the contents differs: the file is damaged");
    int reserved = header.int32();
    header.check(reserved == 0, "reserved bytes are 0, found %d", reserved);
    header.check(
        header.int32() == Encoder.crc(all, 0, 60),
        "the checksum of the header differs: the file is damaged");
    int factsEnd = (int) (Layout.HEADER + layout.facts());
    int stepsStart = (int) (Layout.HEADER + Layout.padded(layout.facts()));
    int stepsEnd = (int) (stepsStart + layout.steps());
    int tablesStart = (int) (stepsStart + Layout.padded(layout.steps()));
    Cursor facts = new Cursor(source, all, Layout.HEADER, factsEnd);
    Cursor nodes = new Cursor(source, all, stepsStart, stepsEnd);
    Cursor tables = new Cursor(source, all, tablesStart, all.capacity());
    try {
      Facts read = new Decoder(facts, tables).facts();
      Decoder decoder = new Decoder(nodes, tables);
      Program program = new Program(read, decoder.steps(steps));
      nodes.end("steps");
      tables.end("tables");
      decoder.requireModest(program, whole);
      return program;
    } catch (IllegalArgumentException e) {
      throw nodes.fault(e.getMessage(), e);
    }
  }

  private void requireModest(Program program, long size) throws BnnFileException {
    long allowed = Math.max(Limits.BYTES_PER_BYTE * size, Limits.BYTES);
    long needed = Demand.bytes(program);
    in.check(
        needed <= allowed,
        "running it takes up to %d bytes, a file of %d bytes may ask for %d",
        needed,
        size,
        allowed);
  }

  private static boolean inside(long section, long whole) {
    return section >= 0 && section <= whole;
  }

  private Facts facts() throws BnnFileException {
    int count = in.count(4, "classes");
    List<String> classes = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      classes.add(text());
    }
    Preprocessing preprocessing = preprocessing();
    int entries = in.count(8, "facts");
    Map<String, String> provenance = new TreeMap<>();
    for (int i = 0; i < entries; i++) {
      String key = text();
      in.check(provenance.put(key, text()) == null, "\"%s\" stands twice", key);
    }
    in.end("facts");
    return new Facts(classes, preprocessing, provenance);
  }

  private Preprocessing preprocessing() throws BnnFileException {
    int count = in.count(8, "steps of preprocessing");
    List<ImageStep> steps = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      steps.add(imageStep(in.int32()));
    }
    int channels = in.count(8, "means");
    return new Preprocessing(steps, floats(in, channels), floats(in, channels));
  }

  private ImageStep imageStep(int number) throws BnnFileException {
    for (ImageStepKind kind : ImageStepKind.values()) {
      if (kind.number() == number) {
        return switch (kind) {
          case RESIZE_SHORT_SIDE -> new ImageStep.ResizeShortSide(in.int32());
          case CENTER_CROP -> new ImageStep.CenterCrop(in.int32());
          case RESIZE_TO -> new ImageStep.ResizeTo(in.int32(), in.int32());
        };
      }
    }
    throw in.fault(
        "step of preprocessing 1 to %d expected, found %d"
            .formatted(ImageStepKind.values().length, number),
        null);
  }

  private String text() throws BnnFileException {
    int length = in.count(1, "letters");
    if (length == 0) {
      return "";
    }
    try {
      return letters.decode(in.bytes(length)).toString();
    } catch (CharacterCodingException e) {
      throw in.fault("a text is not UTF-8", e);
    }
  }

  private List<Step> steps(int count) throws BnnFileException {
    in.check(
        count >= 2 && count <= Limits.STEPS && count <= in.left() / 9,
        "2 to %d steps expected, found %d",
        Math.min(Limits.STEPS, in.left() / 9),
        count);
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Kind kind = kind(in.int8());
      String path = text();
      int inputs = in.count(4, "inputs");
      List<Integer> numbers = new ArrayList<>();
      for (int j = 0; j < inputs; j++) {
        numbers.add(in.int32());
      }
      steps.add(new Step(path, op(kind), numbers));
    }
    return steps;
  }

  private Kind kind(int number) throws BnnFileException {
    for (Kind kind : Kind.values()) {
      if (kind.number() == number) {
        return kind;
      }
    }
    throw in.fault(
        "operation 1 to %d expected, found %d".formatted(Kind.values().length, number), null);
  }

  private Op op(Kind kind) throws BnnFileException {
    return switch (kind) {
      case INPUT -> new Op.Input(new Extent(in.int32(), in.int32(), in.int32()));
      case BINARY_CONVOLUTION -> {
        Window window = window();
        yield new Op.BinaryConvolution(window, bits(window.weights()));
      }
      case SIGNED_CONVOLUTION -> {
        Window window = window();
        yield new Op.SignedConvolution(window, bits(window.weights()));
      }
      case REAL_CONVOLUTION -> {
        Window window = window();
        yield new Op.RealConvolution(window, table(window.weights()));
      }
      case AFFINE -> {
        int channels = channels();
        yield new Op.Affine(table(channels), table(channels));
      }
      case CLAMP -> new Op.Clamp(in.float32(), in.float32());
      case PRELU -> new Op.PRelu(table(channels()));
      case SIGMOID -> new Op.Sigmoid();
      case SIGN -> {
        int channels = channels();
        yield new Op.Sign(table(channels), bits(channels));
      }
      case ADD -> new Op.Add();
      case MULTIPLY -> new Op.Multiply();
      case CONCATENATE -> new Op.Concatenate();
      case SLICE -> new Op.Slice(in.int32(), in.int32());
      case PAD_CHANNELS -> new Op.PadChannels(in.int32(), in.int32());
      case SUBSAMPLE -> new Op.Subsample(in.int32());
      case CHANNEL_SHUFFLE -> new Op.ChannelShuffle(in.int32());
      case MAX_POOL -> new Op.MaxPool(in.int32(), in.int32(), in.int32());
      case AVERAGE_POOL -> new Op.AveragePool(in.int32(), in.int32());
      case GLOBAL_AVERAGE_POOL -> new Op.GlobalAveragePool();
      case FLATTEN -> new Op.Flatten();
      case L2_NORMALIZATION -> new Op.L2Normalization(in.float32());
    };
  }

  private int channels() throws BnnFileException {
    int channels = in.int32();
    in.check(
        channels >= 1 && channels <= Limits.VALUES,
        "1 to %d channels expected, found %d",
        Limits.VALUES,
        channels);
    return channels;
  }

  private Window window() throws BnnFileException {
    int inputs = in.int32();
    int outputs = in.int32();
    int groups = in.int32();
    int kernel = in.int32();
    int stride = in.int32();
    int dilation = in.int32();
    int padding = in.int32();
    int border = in.int32();
    for (Border known : Border.values()) {
      if (known.number() == border) {
        return new Window(inputs, outputs, groups, kernel, stride, dilation, padding, known);
      }
    }
    throw in.fault("border 0 to 2 expected, found " + border, null);
  }

  private Bits bits(int count) throws BnnFileException {
    tables.need(Layout.bits(count));
    long[] words = new long[Bits.words(count)];
    tables.bytes(Math.toIntExact(Layout.bits(count))).asLongBuffer().get(words);
    return Bits.of(count, words);
  }

  private Floats table(int count) throws BnnFileException {
    tables.need(Layout.floats(count));
    Floats floats = floats(tables, count);
    if (count % 2 == 1) {
      tables.check(tables.int32() == 0, "the filling of a table is 0");
    }
    return floats;
  }

  private static Floats floats(Cursor from, int count) throws BnnFileException {
    from.need(4L * count);
    float[] values = new float[count];
    from.bytes(4 * count).asFloatBuffer().get(values);
    return Floats.of(values);
  }
}
