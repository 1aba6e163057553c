package org.bnnlab.bench.file;

/** Types of array elements that the project's files use. */
public enum ElementType {
  /** IEEE single precision. */
  FLOAT32(4),
  /** IEEE double precision. */
  FLOAT64(8),
  /** 32 bits, signed. */
  INT32(4),
  /** 64 bits, signed. */
  INT64(8),
  /** 8 bits, signed. */
  INT8(1),
  /** 8 bits, unsigned. */
  UINT8(1),
  /** One byte, 0 or 1. */
  BOOLEAN(1);

  private final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  /** Bytes of an element. */
  public int bytes() {
    return bytes;
  }
}
