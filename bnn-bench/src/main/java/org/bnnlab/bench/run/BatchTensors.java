package org.bnnlab.bench.run;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import org.bnnlab.data.ImageShape;
import org.bnnlab.data.pipeline.Batch;

/**
 * Puts batches into tensors through one direct buffer that is used again and again: a fresh one per
 * step would pile up until the garbage collector runs.
 */
final class BatchTensors {

  private final ByteBuffer bytes;
  private final int classes;

  BatchTensors(int batchSize, ImageShape shape, int classes) {
    this.bytes =
        ByteBuffer.allocateDirect(
                Math.multiplyExact(Float.BYTES, Math.multiplyExact(batchSize, shape.size())))
            .order(ByteOrder.nativeOrder());
    this.classes = classes;
  }

  /** The images (N, C, H, W); valid until the next call, so use it within one step only. */
  NDArray images(NDManager manager, Batch batch) {
    ImageShape shape = batch.shape();
    FloatBuffer data = batch.data();
    ByteBuffer used = bytes.duplicate().order(ByteOrder.nativeOrder());
    used.limit(Float.BYTES * batch.size() * shape.size());
    used.asFloatBuffer().put(data.limit(batch.size() * shape.size()));
    return manager.create(
        used,
        new Shape(batch.size(), shape.channels(), shape.height(), shape.width()),
        DataType.FLOAT32);
  }

  /** The labels, one-hot (N, classes). */
  NDArray labels(NDManager manager, int[] labels) {
    float[] hot = new float[labels.length * classes];
    for (int i = 0; i < labels.length; i++) {
      hot[i * classes + labels[i]] = 1;
    }
    return manager.create(FloatBuffer.wrap(hot), new Shape(labels.length, classes));
  }
}
