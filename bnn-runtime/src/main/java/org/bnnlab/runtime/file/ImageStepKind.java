package org.bnnlab.runtime.file;

import org.bnnlab.runtime.program.ImageStep;

/** Numbers of the steps of preprocessing in files; none is ever used for anything else again. */
enum ImageStepKind {
  RESIZE_SHORT_SIDE(1, 1),
  CENTER_CROP(2, 1),
  RESIZE_TO(3, 2);

  private final int number;
  private final int numbers;

  ImageStepKind(int number, int numbers) {
    this.number = number;
    this.numbers = numbers;
  }

  int number() {
    return number;
  }

  /** How many numbers follow. */
  int numbers() {
    return numbers;
  }

  static ImageStepKind of(ImageStep step) {
    return switch (step) {
      case ImageStep.ResizeShortSide ignored -> RESIZE_SHORT_SIDE;
      case ImageStep.CenterCrop ignored -> CENTER_CROP;
      case ImageStep.ResizeTo ignored -> RESIZE_TO;
    };
  }
}
