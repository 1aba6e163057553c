package org.bnnlab.runtime.kernel;

import org.bnnlab.runtime.program.Window;

/**
 * Output channels in blocks of {@value #SIZE}, the unit that kernels compute at once; a block never
 * spans two groups.
 */
public final class Blocks {

  /** Channels of a block. */
  public static final int SIZE = 16;

  private final Window window;
  private final int perGroup;

  Blocks(Window window) {
    this.window = window;
    this.perGroup = Math.ceilDiv(window.groupOutputs(), SIZE);
  }

  /** {@code channels} rounded up to whole blocks: the distance of pixels in real buffers. */
  public static int stride(int channels) {
    return Math.ceilDiv(channels, SIZE) * SIZE;
  }

  /** Number of blocks. */
  public int count() {
    return window.groups() * perGroup;
  }

  /** Blocks of one group. */
  public int perGroup() {
    return perGroup;
  }

  /** The group that a block belongs to. */
  public int group(int block) {
    return block / perGroup;
  }

  /** First output channel of a block. */
  public int channel(int block) {
    return group(block) * window.groupOutputs() + block % perGroup * SIZE;
  }

  /** Channels of a block that exist. */
  public int width(int block) {
    return Math.min(SIZE, window.groupOutputs() - block % perGroup * SIZE);
  }

  /** Channels of the blocks of one group, existing or not. */
  public int groupStride() {
    return perGroup * SIZE;
  }

  /** Whether blocks may be written at their channels: none reaches into another group. */
  public boolean direct() {
    return window.groups() == 1 || window.groupOutputs() % SIZE == 0;
  }
}
