package org.bnnlab.data.pipeline;

import static org.bnnlab.data.Checks.requireArgument;

import org.bnnlab.data.ImageDataset;
import org.bnnlab.data.ImageShape;
import org.bnnlab.data.Picture;
import org.bnnlab.data.SampleRandom;
import org.bnnlab.data.transform.Applier;
import org.bnnlab.data.transform.TransformPipeline;

/**
 * The images of an opened split, transformed anew in every epoch.
 *
 * @param images the split
 * @param transforms what every view goes through
 * @param views how often every image is transformed, each time with random streams of its own; the
 *     views of an image stand one after another in its channels (2 C, H, W)
 */
public record ImageSamples(ImageDataset images, TransformPipeline transforms, int views)
    implements SampleSource {

  public ImageSamples {
    requireArgument(views >= 1 && views <= 16, "views must be in 1..16, found %d", views);
    requireArgument(
        !images.isOfValues() || (views == 1 && transforms.transforms().isEmpty()),
        "the samples of %s are points, not images: they have one view and no transform, found %s",
        images.description().id(),
        transforms.canonical());
  }

  /** One view of every image. */
  public ImageSamples(ImageDataset images, TransformPipeline transforms) {
    this(images, transforms, 1);
  }

  @Override
  public int size() {
    return images.size();
  }

  @Override
  public ImageShape shape() {
    ImageShape view =
        images.isOfOneSize()
            ? transforms.outputShape(images.shape())
            : transforms.outputShapeOfAnySize(images.shape().channels());
    return new ImageShape(view.channels() * views, view.height(), view.width());
  }

  @Override
  public SampleWriter newWriter() {
    if (images.isOfValues()) {
      return (index, random, target) -> {
        images.copyValues(index, target, 0);
        return images.label(index);
      };
    }
    return images.isOfOneSize() ? writerFromPlanes() : writerFromPictures();
  }

  private SampleWriter writerFromPlanes() {
    ImageShape stored = images.shape();
    int size = shape().size() / views;
    byte[] image = new byte[stored.size()];
    Applier applier = transforms.newApplier();
    return (index, random, target) -> {
      images.copyPixels(index, image, 0);
      for (int view = 0; view < views; view++) {
        applier.apply(image, stored, ofView(random, view), target, view * size);
      }
      return images.label(index);
    };
  }

  private SampleWriter writerFromPictures() {
    int size = shape().size() / views;
    Picture decoded = new Picture();
    Applier applier = transforms.newApplier();
    return (index, random, target) -> {
      if (views == 1) {
        applier.apply((cut, picture) -> images.read(index, cut, picture), random, target, 0);
        return images.label(index);
      }
      images.read(index, decoded);
      for (int view = 0; view < views; view++) {
        applier.apply(
            (cut, picture) -> picture.copyFrom(decoded, cut.of(decoded.height(), decoded.width())),
            ofView(random, view),
            target,
            view * size);
      }
      return images.label(index);
    };
  }

  private static SampleRandom ofView(SampleRandom random, int view) {
    return view == 0 ? random : purpose -> random.stream("view" + view + "/" + purpose);
  }
}
