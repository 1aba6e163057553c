import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * A ResNet-18 with drawn weights as an ONNX model, normalizations folded away; of real values, or
 * quantized to eight bits (values and weights between QuantizeLinear and DequantizeLinear, which
 * ONNX Runtime turns into integer kernels). Written field by field: onnx.proto names the numbers.
 */
final class OnnxResNet18 {

  private static final int FLOAT = 1;
  private static final int UINT8 = 2;
  private static final int INT8 = 3;

  private final boolean quantized;
  private final SplittableRandom random = new SplittableRandom(5);
  private final Message graph = new Message();
  private int names;

  private OnnxResNet18(boolean quantized) {
    this.quantized = quantized;
  }

  /** A protobuf message that is being written. */
  private static final class Message {
    final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    Message number(int field, long value) {
      varint((long) field << 3);
      varint(value);
      return this;
    }

    Message bytes(int field, byte[] value) {
      varint((long) field << 3 | 2);
      varint(value.length);
      bytes.writeBytes(value);
      return this;
    }

    Message text(int field, String value) {
      return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    Message message(int field, Consumer<Message> content) {
      Message inner = new Message();
      content.accept(inner);
      return bytes(field, inner.bytes.toByteArray());
    }

    private void varint(long value) {
      long left = value;
      while ((left & ~0x7FL) != 0) {
        bytes.write((int) (left & 0x7F | 0x80));
        left >>>= 7;
      }
      bytes.write((int) left);
    }
  }

  /** The bytes of the model: input "image" (1, 3, 224, 224), output "logits" (1, 1000). */
  static byte[] model(boolean quantized) {
    OnnxResNet18 net = new OnnxResNet18(quantized);
    net.layers();
    return new Message()
        .number(1, 8)
        .message(8, opset -> opset.text(1, "").number(2, 13))
        .bytes(7, net.graph.bytes.toByteArray())
        .bytes
        .toByteArray();
  }

  private void layers() {
    graph.text(2, "resnet18");
    value(11, "image", 1, 3, 224, 224);
    value(12, "logits", 1, 1000);
    if (quantized) {
      tensor("scale", FLOAT, floats(0.05f));
      tensor("weightScale", FLOAT, floats(0.01f));
      tensor("zero", UINT8, new byte[] {(byte) 128});
      tensor("weightZero", INT8, new byte[1]);
    }
    String x = kept(node("Relu", convolution(kept("image"), 3, 64, 7, 2)));
    x =
        kept(
            node(
                "MaxPool",
                List.of(x),
                n ->
                    ints(
                        ints(ints(n, "kernel_shape", 3, 3), "strides", 2, 2), "pads", 1, 1, 1, 1)));
    int channels = 64;
    for (int stage = 0; stage < 4; stage++) {
      for (int block = 0; block < 2; block++) {
        int outputs = 64 << stage;
        int stride = stage > 0 && block == 0 ? 2 : 1;
        String y = kept(node("Relu", convolution(x, channels, outputs, 3, stride)));
        y = kept(convolution(y, outputs, outputs, 3, 1));
        String shortcut = stride == 1 ? x : kept(convolution(x, channels, outputs, 1, stride));
        x = kept(node("Relu", node("Add", y, shortcut)));
        channels = outputs;
      }
    }
    String pooled = kept(node("Flatten", node("GlobalAveragePool", x)));
    String weight = weight(512, 1000, 512);
    graph.message(
        1,
        n ->
            n.text(1, pooled)
                .text(1, weight)
                .text(2, "logits")
                .text(4, "Gemm")
                .message(5, a -> a.text(1, "transB").number(3, 1).number(20, 2)));
  }

  private String convolution(String x, int inputs, int outputs, int kernel, int stride) {
    String weight = weight(inputs * kernel * kernel, outputs, inputs, kernel, kernel);
    int pad = kernel / 2;
    return node(
        "Conv",
        List.of(x, weight),
        n -> ints(ints(n, "strides", stride, stride), "pads", pad, pad, pad, pad));
  }

  /** A value as the next layer sees it: rounded to eight bits where the model is quantized. */
  private String kept(String x) {
    return quantized
        ? node("DequantizeLinear", node("QuantizeLinear", x, "scale", "zero"), "scale", "zero")
        : x;
  }

  private String weight(int fanIn, int... dims) {
    int count = 1;
    for (int dim : dims) {
      count *= dim;
    }
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (random.nextGaussian() * Math.sqrt(2.0 / fanIn));
    }
    String name = "weight" + names++;
    if (!quantized) {
      tensor(name, FLOAT, floats(values), dims);
      return name;
    }
    byte[] rounded = new byte[count];
    for (int i = 0; i < count; i++) {
      rounded[i] = (byte) Math.clamp(Math.round(values[i] / 0.01f), -127, 127);
    }
    tensor(name, INT8, rounded, dims);
    return node("DequantizeLinear", name, "weightScale", "weightZero");
  }

  private String node(String kind, String... inputs) {
    return node(kind, List.of(inputs), n -> {});
  }

  private String node(String kind, List<String> inputs, Consumer<Message> attributes) {
    String output = kind + names++;
    graph.message(
        1,
        n -> {
          inputs.forEach(input -> n.text(1, input));
          n.text(2, output).text(4, kind);
          attributes.accept(n);
        });
    return output;
  }

  private static Message ints(Message node, String name, int... values) {
    return node.message(
        5,
        a -> {
          a.text(1, name);
          for (int value : values) {
            a.number(8, value);
          }
          a.number(20, 7);
        });
  }

  private void tensor(String name, int kind, byte[] content, int... dims) {
    graph.message(
        5,
        t -> {
          for (int dim : dims) {
            t.number(1, dim);
          }
          t.number(2, kind).text(8, name).bytes(9, content);
        });
  }

  private void value(int field, String name, int... dims) {
    graph.message(
        field,
        v ->
            v.text(1, name)
                .message(
                    2,
                    type ->
                        type.message(
                            1,
                            tensor -> {
                              tensor.number(1, FLOAT);
                              tensor.message(
                                  2,
                                  shape -> {
                                    for (int dim : dims) {
                                      shape.message(1, d -> d.number(1, dim));
                                    }
                                  });
                            })));
  }

  private static byte[] floats(float... values) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (float value : values) {
      bytes.putFloat(value);
    }
    return bytes.array();
  }
}
