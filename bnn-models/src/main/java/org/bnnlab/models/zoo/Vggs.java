package org.bnnlab.models.zoo;

import java.util.List;
import org.bnnlab.api.architecture.Architecture;
import org.bnnlab.api.architecture.ArchitectureFamily;

/**
 * The two VGG-like networks of the CIFAR tables: {@code vgg-small} with one real dense layer (Zhang
 * et al., 2018, arXiv 1807.10029; IR-Net, ReCU, SD-BNN) and {@code vgg-binaryconnect} with two more
 * (Courbariaux et al., 2015, arXiv 1511.00363; BayesBiNN).
 */
public final class Vggs implements ArchitectureFamily {

  /** For {@link java.util.ServiceLoader}. */
  public Vggs() {}

  @Override
  public List<Architecture> members() {
    return List.of(
        new Vgg("vgg-small", "VGG-Small for 32×32 images: six convolutions, one classifier", false),
        new Vgg(
            "vgg-binaryconnect",
            "BinaryConnect's VGG for 32×32 images: six convolutions, three dense layers",
            true));
  }
}
