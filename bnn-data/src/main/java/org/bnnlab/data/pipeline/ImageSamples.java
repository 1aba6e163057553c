package org.bnnlab.data.pipeline;

import org.bnnlab.data.ImageDataset;
import org.bnnlab.data.ImageShape;
import org.bnnlab.data.transform.TransformPipeline;

/** The images of an opened split, transformed anew in every epoch. */
public record ImageSamples(ImageDataset images, TransformPipeline transforms)
    implements SampleSource {

  @Override
  public int size() {
    return images.size();
  }

  @Override
  public ImageShape shape() {
    return transforms.outputShape(images.shape());
  }

  @Override
  public SampleWriter newWriter() {
    byte[] image = new byte[images.shape().size()];
    TransformPipeline.Applier applier = transforms.applierFor(images.shape());
    return (index, random, target) -> {
      images.copyPixels(index, image, 0);
      applier.apply(image, random, target);
      return images.label(index);
    };
  }
}
