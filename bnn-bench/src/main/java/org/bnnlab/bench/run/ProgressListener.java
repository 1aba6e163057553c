package org.bnnlab.bench.run;

/** Hears how a training run gets on. Called by the training thread only, in order. */
public interface ProgressListener {

  /** Says nothing to anybody. */
  ProgressListener SILENT =
      new ProgressListener() {
        @Override
        public void epochStarted(int epoch, int epochs, int batches) {}

        @Override
        public void batchDone(
            int epoch,
            int epochs,
            int batch,
            int batches,
            double loss,
            double top1,
            double imagesPerSecond) {}

        @Override
        public void epochDone(
            int epoch,
            int epochs,
            double trainLoss,
            double trainTop1,
            double testTop1,
            double imagesPerSecond) {}
      };

  /**
   * An image has been decoded into the cache, before the first epoch.
   *
   * @param done images decoded so far
   * @param images all images of the split
   */
  default void imageCached(long done, int images) {}

  /**
   * An epoch starts.
   *
   * @param epoch epoch, counted from 0
   * @param epochs epochs of the whole run
   * @param batches batches of this epoch
   */
  void epochStarted(int epoch, int epochs, int batches);

  /**
   * A batch has been trained on.
   *
   * @param epoch epoch, counted from 0
   * @param epochs epochs of the whole run
   * @param batch batch, counted from 0
   * @param batches batches of this epoch
   * @param loss mean loss over the epoch so far
   * @param top1 top-1 accuracy on the training images of the epoch so far, in percent
   * @param imagesPerSecond training speed of the epoch so far
   */
  void batchDone(
      int epoch,
      int epochs,
      int batch,
      int batches,
      double loss,
      double top1,
      double imagesPerSecond);

  /**
   * An epoch has ended, evaluation included.
   *
   * @param epoch epoch, counted from 0
   * @param epochs epochs of the whole run
   * @param trainLoss mean loss over the training images
   * @param trainTop1 top-1 accuracy on the training images, in percent; NaN where the network tells
   *     no classes apart
   * @param testTop1 top-1 accuracy on the test images, in percent; NaN where none was measured
   * @param imagesPerSecond training speed of the epoch
   */
  void epochDone(
      int epoch,
      int epochs,
      double trainLoss,
      double trainTop1,
      double testTop1,
      double imagesPerSecond);
}
