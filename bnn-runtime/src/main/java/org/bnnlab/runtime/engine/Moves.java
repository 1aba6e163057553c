package org.bnnlab.runtime.engine;

import java.util.Arrays;
import java.util.List;
import org.bnnlab.runtime.kernel.Blocks;
import org.bnnlab.runtime.program.Extent;

/** Sources that move, pool or collect values. */
final class Moves {

  private Moves() {}

  /** A buffer in real layout. */
  record Value(int buffer, Extent extent) {
    int stride() {
      return Blocks.stride(extent.channels());
    }
  }

  /** The values of a buffer as they are. */
  record Copy(Value in) implements Source {
    @Override
    public void fill(Frame frame, Room room, int from, int to, int stride) {
      System.arraycopy(frame.reals[in.buffer], from * stride, room.values, 0, (to - from) * stride);
    }
  }

  /** Channels {@code from0} on, behind {@code before} channels of zeros; every so many pixels. */
  record Select(Value in, Extent output, int first, int before, int count, int step)
      implements Source {
    @Override
    public void fill(Frame frame, Room room, int from, int to, int stride) {
      float[] out = room.values;
      float[] x = frame.reals[in.buffer];
      Arrays.fill(out, 0, (to - from) * stride, 0);
      for (int pixel = from; pixel < to; pixel++) {
        int row = pixel / output.width() * step;
        int column = pixel % output.width() * step;
        int at = (row * in.extent.width() + column) * in.stride() + first;
        System.arraycopy(x, at, out, (pixel - from) * stride + before, count);
      }
    }
  }

  /** Channels of several buffers, one behind the other. */
  record Concatenate(List<Value> inputs) implements Source {
    @Override
    public void fill(Frame frame, Room room, int from, int to, int stride) {
      float[] out = room.values;
      for (int pixel = from; pixel < to; pixel++) {
        int at = (pixel - from) * stride;
        for (int i = 0; i < inputs.size(); i++) {
          Value in = inputs.get(i);
          int channels = in.extent.channels();
          System.arraycopy(frame.reals[in.buffer], pixel * in.stride(), out, at, channels);
          at += channels;
        }
        Arrays.fill(out, at, (pixel - from + 1) * stride, 0);
      }
    }
  }

  /** Channels seen as (groups, C / groups), transposed. */
  record Shuffle(Value in, int groups) implements Source {
    @Override
    public void fill(Frame frame, Room room, int from, int to, int stride) {
      float[] out = room.values;
      float[] x = frame.reals[in.buffer];
      int each = in.extent.channels() / groups;
      for (int pixel = from; pixel < to; pixel++) {
        int start = (pixel - from) * stride;
        for (int c = 0; c < in.extent.channels(); c++) {
          out[start + c % each * groups + c / each] = x[pixel * stride + c];
        }
      }
    }
  }

  /** Largest value of each window. */
  record MaxPool(Value in, Extent output, int kernel, int step, int padding) implements Source {
    @Override
    public void fill(Frame frame, Room room, int from, int to, int stride) {
      float[] x = frame.reals[in.buffer];
      int rowStep = in.extent.width() * stride;
      for (int pixel = from; pixel < to; pixel++) {
        int row = pixel / output.width() * step - padding;
        int column = pixel % output.width() * step - padding;
        int top = Math.max(row, 0);
        int left = Math.max(column, 0);
        int rows = Math.min(row + kernel, in.extent.height()) - top;
        int columns = Math.min(column + kernel, in.extent.width()) - left;
        int first = top * rowStep + left * stride;
        int at = (pixel - from) * stride;
        frame.kernels.max(x, first, rowStep, rows, columns, stride, room.values, at);
      }
    }
  }

  /** Sum of each window, row by row, divided by its size. */
  record AveragePool(Value in, Extent output, int kernelRows, int kernelColumns, int step)
      implements Source {
    @Override
    public void fill(Frame frame, Room room, int from, int to, int stride) {
      float[] x = frame.reals[in.buffer];
      int rowStep = in.extent.width() * stride;
      for (int pixel = from; pixel < to; pixel++) {
        int row = pixel / output.width() * step;
        int column = pixel % output.width() * step;
        int first = row * rowStep + column * stride;
        int at = (pixel - from) * stride;
        frame.kernels.mean(x, first, rowStep, kernelRows, kernelColumns, stride, room.values, at);
      }
    }
  }

  /** All values as channels of one pixel, ordered by channel, row, column. */
  record Flatten(Value in) implements Source {
    @Override
    public void fill(Frame frame, Room room, int from, int to, int stride) {
      float[] out = room.values;
      float[] x = frame.reals[in.buffer];
      int pixels = in.extent.pixels();
      for (int c = 0; c < in.extent.channels(); c++) {
        for (int pixel = 0; pixel < pixels; pixel++) {
          out[c * pixels + pixel] = x[pixel * in.stride() + c];
        }
      }
      Arrays.fill(out, in.extent.values(), stride, 0);
    }
  }

  /** All values divided by max(Euclidean norm, epsilon); the norm is summed in double. */
  record L2Normalization(Value in, float epsilon) implements Source {
    @Override
    public void fill(Frame frame, Room room, int from, int to, int stride) {
      float[] out = room.values;
      float[] x = frame.reals[in.buffer];
      double sum = 0;
      for (int pixel = 0; pixel < in.extent.pixels(); pixel++) {
        for (int c = 0; c < in.extent.channels(); c++) {
          double value = x[pixel * stride + c];
          sum += value * value;
        }
      }
      float norm = (float) Math.max(Math.sqrt(sum), epsilon);
      for (int i = 0; i < (to - from) * stride; i++) {
        out[i] = x[from * stride + i] / norm;
      }
    }
  }
}
