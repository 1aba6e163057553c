package org.bnnlab.models.zoo;

import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.bnnlab.api.architecture.Architecture;
import org.bnnlab.api.architecture.Slots;
import org.bnnlab.api.network.Edge;
import org.bnnlab.api.option.OptionSpec;
import org.bnnlab.api.option.Options;
import org.bnnlab.api.parameter.Initialization;

/**
 * A residual network as data: a stem, stages of one kind of block, a classifier on averaged
 * features. {@link ResNets} lists the published ones; every part is an option.
 *
 * @param id architecture id
 * @param title one line for people
 * @param images shape of the images of the published network
 * @param classes classes of the published network
 * @param method id of the method of the published network
 * @param stem what stands before the first block
 * @param block the block that is repeated
 * @param shortcut shortcuts where the shape changes
 * @param depths blocks of each stage
 * @param widths output channels of each stage
 * @param normalizedFeatures whether the averaged features are normalized before the classifier
 * @param initialization how weights start
 */
record ResNet(
    String id,
    String title,
    Shape images,
    int classes,
    String method,
    ResNetStem stem,
    ResNetBlock block,
    ResNetShortcut shortcut,
    List<Integer> depths,
    List<Integer> widths,
    boolean normalizedFeatures,
    Initialization initialization)
    implements Architecture {

  @Override
  public Shape defaultInput() {
    return images;
  }

  @Override
  public int defaultClasses() {
    return classes;
  }

  @Override
  public String defaultMethod() {
    return method;
  }

  @Override
  public List<OptionSpec> options() {
    return List.of(
        stem.option(),
        shortcut.option(),
        OptionSpec.of("blocks", depths, "blocks of each stage"),
        OptionSpec.of("widths", widths, "output channels of each stage"),
        OptionSpec.of(
            "normalizedFeatures",
            normalizedFeatures,
            "batch normalization between average pool and classifier"));
  }

  @Override
  public void build(Slots slots, Options options) {
    ResNetBody body =
        new ResNetBody(
            id,
            block,
            ResNetShortcut.of(options.text(ResNetShortcut.OPTION)),
            options.integers("blocks"),
            options.integers("widths"));
    Edge x =
        ResNetStem.of(options.text(ResNetStem.OPTION))
            .build(slots, body.widths().getFirst() / block.expansion());
    ResNetBody.classify(slots, body.build(slots, x), options.flag("normalizedFeatures"));
  }
}
