package org.bnnlab.tests;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.bnnlab.api.method.MethodDescriptor;
import org.bnnlab.api.method.Methods;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** 32 drawn and 32 real images through packed networks and the simulation, layer by layer. */
@Tag("slow")
class PackedAgreementOnManyImagesTest {

  private static final int EACH = 32;
  private static final int AT_ONCE = 4;

  static Stream<String> methods() {
    return Methods.load().descriptors().stream().map(MethodDescriptor::id);
  }

  @ParameterizedTest
  @MethodSource("methods")
  void every_method_on_cifar(String method) throws IOException {
    agree(method, "resnet20", new Shape(3, 32, 32), RealImages.cifar(EACH));
  }

  @ParameterizedTest
  @CsvSource({
    "binarydensenet, binarydensenet28-thumbnail-stem",
    "meliusnet, meliusnet22-thumbnail-stem",
    "reactnet, reactnet18",
    "bnfree, reactnet18",
    "bnn, vgg-small",
    "recu, resnet18-cifar",
  })
  void the_cifar_networks_of_other_families(String method, String id) throws IOException {
    agree(method, id, new Shape(3, 32, 32), RealImages.cifar(EACH));
  }

  @ParameterizedTest
  @CsvSource({
    "recu, resnet18-double",
    "birealnet, birealnet18",
    "sdbnn, birealnet18",
    "reactnet, reactnet-a",
    "bnfree, reactnet-a",
    "binarydensenet, binarydensenet28",
    "binarydensenet, resnete18",
    "meliusnet, meliusnet22",
  })
  void one_network_of_every_family_on_imagenet(String method, String id) throws IOException {
    agree(method, id, new Shape(3, 224, 224), RealImages.imageNet(EACH));
  }

  private static void agree(String method, String id, Shape image, float[] real) {
    try (PackedNetwork net = new PackedNetwork(method, id, Map.of(), image)) {
      int size = AT_ONCE * Math.toIntExact(image.size());
      float[] drawn = net.images(EACH);
      long signs = 0;
      long near = 0;
      int away = 0;
      for (float[] images : new float[][] {drawn, real}) {
        for (int from = 0; from < images.length; from += size) {
          PackedAgreement agreement =
              new PackedAgreement(net, Arrays.copyOfRange(images, from, from + size), AT_ONCE);
          agreement.assertSums();
          agreement.assertSigns();
          away += agreement.assertLogits();
          signs += agreement.signs();
          near += agreement.near();
        }
      }
      System.out.println(
          String.format(
              Locale.ROOT,
              "%s on %s: %,d signs, %d at a threshold, %d of %d images with another sign",
              method,
              id,
              signs,
              near,
              away,
              2 * EACH));
      assertThat(near).isLessThanOrEqualTo(signs / 1000);
      assertThat(away).isLessThanOrEqualTo(2 * EACH / 10);
    }
  }
}
