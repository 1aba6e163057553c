package org.bnnlab.api.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaddingTest {

  @ParameterizedTest
  @CsvSource({"ZERO, 0", "MINUS_ONE, -1", "PLUS_ONE, 1"})
  void a_border_holds_its_number(Padding.Value value, int number) {
    assertThat(new Padding(1, value).value().number()).isEqualTo(number);
  }

  @Test
  void a_border_is_not_negative() {
    assertThatThrownBy(() -> Padding.zeros(-1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("padding must be at least 0, found -1");
    assertThat(Padding.NONE).isEqualTo(Padding.zeros(0));
  }

  @ParameterizedTest(name = "kernel {0}, dilation {1}: padding {2}")
  @CsvSource({"1, 1, 0", "3, 1, 1", "5, 1, 2", "7, 1, 3", "3, 2, 2", "5, 3, 6"})
  void the_padding_of_a_convolution_keeps_the_resolution(int kernel, int dilation, int padding) {
    ConvolutionShape shape = ConvolutionShape.of(8, kernel, 1).dilated(dilation);

    assertThat(shape.padding()).isEqualTo(padding);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "0; 3; 1; 1; 1; output channels must be at least 1, found 0",
        "8; 2; 1; 1; 1; kernel must be odd, found 2",
        "8; 3; 0; 1; 1; stride must be at least 1, found 0",
        "8; 3; 1; 0; 1; dilation must be at least 1, found 0",
        "8; 3; 1; 1; 0; groups must be at least 1, found 0"
      })
  void an_impossible_convolution_is_refused(
      int outputs, int kernel, int stride, int dilation, int groups, String message) {
    assertThatThrownBy(() -> new ConvolutionShape(outputs, kernel, stride, dilation, groups))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}
