package org.bnnlab.models.zoo;

import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.bnnlab.api.architecture.Architecture;
import org.bnnlab.api.architecture.ArchitectureFamily;
import org.bnnlab.api.parameter.Initialization;
import org.bnnlab.api.parameter.Initializer;

/**
 * The residual networks of the binary papers, and the real-valued ones that teach them.
 *
 * <ul>
 *   <li>{@code resnet18-cifar}: the ResNet-18 for 32×32 images of IR-Net (the default), ReCU
 *       ({@code downsample: average-pool}) and SD-BNN ({@code stem: 3x3-active});
 *   <li>{@code resnet18}, {@code resnet34}, {@code resnet50}: He et al., 2016, arXiv 1512.03385, as
 *       torchvision has them: the stride of a bottleneck stands on its 3×3 convolution;
 *   <li>{@code resnet18-double}, {@code resnet34-double}: a shortcut around each convolution, the
 *       one-stage ImageNet networks of IR-Net (arXiv 1909.10788) and ReCU (arXiv 2103.12369);
 *   <li>{@code birealnet18}, {@code birealnet34}: blocks of one convolution, average pool and 1×1
 *       convolution on the shortcut (Liu et al., 2018, arXiv 1808.00278; the two-stage networks of
 *       ReActNet, ReCU and SD-BNN are these with their methods).
 * </ul>
 */
public final class ResNets implements ArchitectureFamily {

  private static final Shape CIFAR = new Shape(3, 32, 32);
  private static final Shape IMAGENET = new Shape(3, 224, 224);
  private static final List<Integer> WIDTHS = List.of(64, 128, 256, 512);
  private static final List<Integer> WIDE = List.of(256, 512, 1024, 2048);
  private static final List<Integer> OF_18 = List.of(2, 2, 2, 2);
  private static final List<Integer> OF_34 = List.of(3, 4, 6, 3);

  private static final Initialization HE_IN =
      Initialization.ofConvolutions(new Initializer.HeNormal(Initializer.Fan.IN));
  private static final Initialization HE_OUT =
      Initialization.ofConvolutions(new Initializer.HeNormal(Initializer.Fan.OUT));

  /** Body weights are all positive: a first stage with real weights sorts them out. */
  private static final Initialization SMALL_POSITIVE =
      new Initialization(
          new Initializer.InverseRootUniform(),
          new Initializer.Uniform(0, 0.001),
          new Initializer.InverseRootUniform(),
          new Initializer.InverseRootUniform(),
          new Initializer.InverseRootUniform(),
          new Initializer.InverseRootUniform());

  /** For {@link java.util.ServiceLoader}. */
  public ResNets() {}

  @Override
  public List<Architecture> members() {
    return List.of(
        new ResNet(
            "resnet18-cifar",
            "ResNet-18 for 32×32 images, a shortcut around each block of two",
            CIFAR,
            10,
            "irnet",
            ResNetStem.SMALL,
            ResNetBlock.NORMAL,
            ResNetShortcut.CONVOLUTION,
            OF_18,
            WIDTHS,
            true,
            HE_IN),
        classic("resnet18", "ResNet-18", ResNetBlock.NORMAL, OF_18, WIDTHS),
        classic("resnet34", "ResNet-34", ResNetBlock.NORMAL, OF_34, WIDTHS),
        classic("resnet50", "ResNet-50", ResNetBlock.BOTTLENECK, OF_34, WIDE),
        doubled("resnet18-double", "ResNet-18", OF_18),
        doubled("resnet34-double", "ResNet-34", OF_34),
        biReal("birealnet18", "Bi-Real-18", List.of(4, 4, 4, 4)),
        biReal("birealnet34", "Bi-Real-34", List.of(6, 8, 12, 6)));
  }

  private static ResNet classic(
      String id, String name, ResNetBlock block, List<Integer> depths, List<Integer> widths) {
    return new ResNet(
        id,
        name + " as He et al. published it: baseline and teacher",
        IMAGENET,
        1000,
        "float",
        ResNetStem.LARGE_ACTIVE,
        block,
        ResNetShortcut.CONVOLUTION,
        depths,
        widths,
        false,
        HE_OUT);
  }

  private static ResNet doubled(String id, String name, List<Integer> depths) {
    return new ResNet(
        id,
        name + " with a shortcut around each convolution (IR-Net, ReCU: one stage)",
        IMAGENET,
        1000,
        "irnet",
        ResNetStem.LARGE_ACTIVE,
        ResNetBlock.DOUBLE,
        ResNetShortcut.CONVOLUTION,
        depths,
        WIDTHS,
        true,
        HE_IN);
  }

  private static ResNet biReal(String id, String name, List<Integer> depths) {
    return new ResNet(
        id,
        name + ": blocks of one convolution, a shortcut around each",
        IMAGENET,
        1000,
        "birealnet",
        ResNetStem.LARGE,
        ResNetBlock.SINGLE,
        ResNetShortcut.POOLED_CONVOLUTION,
        depths,
        WIDTHS,
        false,
        SMALL_POSITIVE);
  }
}
