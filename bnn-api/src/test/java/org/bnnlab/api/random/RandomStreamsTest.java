package org.bnnlab.api.random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashSet;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RandomStreamsTest {

  /** Computed by an independent program: results that were published rest on these numbers. */
  static Stream<Arguments> recorded() {
    return Stream.of(
        Arguments.of(
            1L,
            "order",
            0L,
            0L,
            new long[] {7975073164194076961L, -4898462628175842120L, 2592651236496820602L}),
        Arguments.of(
            1L,
            "order",
            1L,
            0L,
            new long[] {-1423446139542441974L, 3131912484508277096L, -5983740679733636903L}),
        Arguments.of(
            1L,
            "order",
            0L,
            1L,
            new long[] {-8097206627578035861L, -1452820263698515601L, -8509061336401378787L}),
        Arguments.of(
            1L,
            "crop",
            0L,
            0L,
            new long[] {-3423939826870378584L, 775029514369974660L, 5601689253208083874L}),
        Arguments.of(
            2L,
            "order",
            0L,
            0L,
            new long[] {2776393349505886042L, 7550090612323424281L, -8948224795382344072L}),
        Arguments.of(
            -7L,
            "init.stage1.block0.conv1.weight",
            0L,
            0L,
            new long[] {-2671650460497298982L, 9217488927797937065L, 3624721758269173945L}),
        Arguments.of(
            0L,
            "café",
            599L,
            49999L,
            new long[] {-8236103448755275526L, 7772708331858258555L, -6583746537153827527L}));
  }

  @ParameterizedTest
  @MethodSource("recorded")
  void a_stream_gives_the_recorded_numbers(
      long seed, String purpose, long epoch, long index, long[] expected) {
    RandomGenerator random = new RandomStreams(seed).stream(purpose, epoch, index);

    assertThat(random.longs(expected.length)).containsExactly(box(expected));
  }

  @Test
  void no_two_names_share_a_stream() {
    Set<Long> first = new HashSet<>();
    int streams = 0;
    for (long seed : new long[] {0, 1, 2, -1}) {
      for (String purpose : new String[] {"", "a", "b", "ab", "ba", "order", "crop"}) {
        for (long epoch = 0; epoch < 20; epoch++) {
          for (long index = 0; index < 20; index++) {
            first.add(new RandomStreams(seed).stream(purpose, epoch, index).nextLong());
            streams++;
          }
        }
      }
    }

    assertThat(first).hasSize(streams);
  }

  @Test
  void a_stream_does_not_depend_on_what_was_drawn_elsewhere() {
    RandomStreams streams = new RandomStreams(5);
    RandomGenerator early = streams.stream("flip", 3, 4);
    RandomGenerator other = streams.stream("flip", 3, 5);
    long otherNumber = other.nextLong();
    long number = early.nextLong();

    assertThat(streams.stream("flip", 3, 5).nextLong()).isEqualTo(otherNumber);
    assertThat(streams.stream("flip", 3, 4).nextLong()).isEqualTo(number);
  }

  @Test
  void first_numbers_of_neighbouring_streams_are_uniform() {
    RandomStreams streams = new RandomStreams(11);
    int cells = 16;
    int draws = 32_000;
    int[] count = new int[cells];
    double products = 0;
    double before = 0;
    for (int index = 0; index < draws; index++) {
      double number = streams.stream("uniformity", 0, index).nextDouble();
      count[(int) (number * cells)]++;
      products += (number - 0.5) * (before - 0.5);
      before = number;
    }
    double chiSquare = 0;
    double expected = (double) draws / cells;
    for (int cell : count) {
      chiSquare += (cell - expected) * (cell - expected) / expected;
    }

    assertThat(chiSquare)
        .as("15 degrees of freedom; 37.7 is passed once in a thousand")
        .isLessThan(37.7);
    assertThat(products / draws * 12).as("correlation of neighbours").isCloseTo(0, within(0.02));
  }

  private static Long[] box(long[] values) {
    return java.util.Arrays.stream(values).boxed().toArray(Long[]::new);
  }
}
