import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.bnnlab.data.Cut;
import org.bnnlab.data.Dataset;
import org.bnnlab.data.ImageDataset;
import org.bnnlab.data.ImageShape;
import org.bnnlab.data.Picture;
import org.bnnlab.data.SampleRandom;
import org.bnnlab.data.Split;
import org.bnnlab.data.folder.ImageFiles;
import org.bnnlab.data.jpeg.JpegDecoder;
import org.bnnlab.data.pipeline.ImageSamples;
import org.bnnlab.data.pipeline.SampleWriter;
import org.bnnlab.data.transform.Normalize;
import org.bnnlab.data.transform.RandomCrop;
import org.bnnlab.data.transform.RandomHorizontalFlip;
import org.bnnlab.data.transform.RandomResizedCrop;
import org.bnnlab.data.transform.TransformPipeline;

/**
 * Milliseconds of processor time per image, on one thread: ImageNet's training transforms, and
 * CIFAR-10's. Not part of the build; {@code throughput.sh} runs it in turn with torchvision.
 *
 * <p>{@code java --enable-native-access=ALL-UNNAMED -cp bnn-data/target/classes:...
 * bnn-data/src/bench/Throughput.java FOLDER ROUNDS [decode|imagenet|reduced|cifar]}
 */
public final class Throughput {

  public static void main(String[] args) throws Exception {
    Path folder = Path.of(args[0]);
    int rounds = Integer.parseInt(args[1]);
    switch (args[2]) {
      case "decode" -> decode(folder, rounds);
      case "imagenet" -> imagenet(folder, rounds, 1);
      case "reduced" -> imagenet(folder, rounds, 2);
      case "cifar" -> cifar(rounds);
      default -> throw new IllegalArgumentException(args[2]);
    }
  }

  private static List<String> files(Path folder) throws Exception {
    try (var all = Files.walk(folder)) {
      return all.filter(f -> f.toString().endsWith(".JPEG"))
          .map(f -> folder.relativize(f).toString())
          .sorted()
          .toList();
    }
  }

  private static SampleRandom random(long seed) {
    return purpose -> new SplittableRandom(seed * 31 + purpose.hashCode());
  }

  private static void decode(Path folder, int rounds) throws Exception {
    List<String> names = files(folder);
    ImageFiles files = new ImageFiles(folder, names, 1);
    Picture picture = new Picture();
    System.out.println("decoder " + JpegDecoder.fastest().library());
    measure(
        "decode",
        rounds,
        names.size(),
        round -> {
          for (int i = 0; i < names.size(); i++) {
            files.read(i, Cut.NONE, picture);
          }
        });
  }

  private static void imagenet(Path folder, int rounds, int reduction) throws Exception {
    List<String> names = files(folder);
    Dataset dataset =
        new Dataset(
            "sample",
            "",
            java.util.Map.of(Split.TRAIN, names.size()),
            new ImageShape(3, 224, 224),
            List.of("any"),
            "",
            "",
            List.of());
    ImageSamples samples =
        new ImageSamples(
            new ImageDataset(
                dataset, new int[names.size()], new ImageFiles(folder, names, reduction)),
            TransformPipeline.of(
                RandomResizedCrop.of(224), new RandomHorizontalFlip(0.5), Normalize.IMAGENET));
    SampleWriter writer = samples.newWriter();
    float[] target = new float[samples.shape().size()];
    measure(
        reduction == 1 ? "imagenet" : "imagenet-reduced",
        rounds,
        names.size(),
        round -> {
          for (int i = 0; i < names.size(); i++) {
            writer.write(i, random(round * 1000L + i), target);
          }
        });
  }

  private static void cifar(int rounds) {
    int count = 10_000;
    byte[] pixels = new byte[count * 3072];
    new SplittableRandom(1).nextBytes(pixels);
    Dataset dataset =
        new Dataset(
            "noise",
            "",
            java.util.Map.of(Split.TRAIN, count),
            new ImageShape(3, 32, 32),
            List.of("any"),
            "",
            "",
            List.of());
    ImageSamples samples =
        new ImageSamples(
            ImageDataset.inMemory(dataset, new int[count], pixels),
            TransformPipeline.of(
                new RandomCrop(32, 4), new RandomHorizontalFlip(0.5), Normalize.CIFAR));
    SampleWriter writer = samples.newWriter();
    float[] target = new float[3072];
    java.nio.FloatBuffer ring =
        java.nio.ByteBuffer.allocateDirect(128 * 3072 * 4)
            .order(java.nio.ByteOrder.nativeOrder())
            .asFloatBuffer();
    measure(
        "cifar",
        rounds,
        count,
        round -> {
          for (int i = 0; i < count; i++) {
            writer.write(i, random(round * 100_000L + i), target);
            ring.put(i % 128 * 3072, target);
          }
        });
  }

  private interface Round {
    void run(int round);
  }

  private static void measure(String what, int rounds, int images, Round round) {
    var threads = ManagementFactory.getThreadMXBean();
    double[] millis = new double[rounds];
    double[] wall = new double[rounds];
    for (int i = 0; i < rounds; i++) {
      long start = threads.getCurrentThreadCpuTime();
      long began = System.nanoTime();
      round.run(i);
      millis[i] = (threads.getCurrentThreadCpuTime() - start) / 1e6 / images;
      wall[i] = (System.nanoTime() - began) / 1e6 / images;
    }
    // the first half warms up
    double[] warm = Arrays.copyOfRange(millis, rounds / 2, rounds);
    double[] warmWall = Arrays.copyOfRange(wall, rounds / 2, rounds);
    Arrays.sort(warm);
    Arrays.sort(warmWall);
    System.out.printf(
        Locale.ROOT,
        "%s java median %.4f ms of processor time per image, wall %.4f (%.0f images/s), n %d%n",
        what,
        warm[warm.length / 2],
        warmWall[warm.length / 2],
        1000 / warmWall[warm.length / 2],
        IntStream.of(warm.length).sum());
  }
}
