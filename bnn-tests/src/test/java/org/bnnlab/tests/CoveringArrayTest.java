package org.bnnlab.tests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.bnnlab.tests.CoveringArray.Pair;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CoveringArrayTest {

  private static boolean nothing(Pair pair) {
    return false;
  }

  /** The second factor's value 1 goes with nothing but the value 0 of the others. */
  private static boolean star(Pair pair) {
    boolean before = pair.left() == 1 && pair.leftValue() == 1 && pair.rightValue() != 0;
    boolean behind = pair.right() == 1 && pair.rightValue() == 1 && pair.leftValue() != 0;
    return before || behind;
  }

  private static Arguments model(List<Integer> sizes, Predicate<Pair> forbidden) {
    return Arguments.of(sizes, forbidden);
  }

  static Stream<Arguments> models() {
    return Stream.of(
        model(List.of(2, 2), CoveringArrayTest::nothing),
        model(List.of(1, 1, 1), CoveringArrayTest::nothing),
        model(List.of(2, 2, 2, 2, 2, 2, 2, 2), CoveringArrayTest::nothing),
        model(List.of(8, 5, 7, 6, 2, 3), CoveringArrayTest::nothing),
        model(List.of(4, 3, 5, 2), CoveringArrayTest::star));
  }

  @ParameterizedTest
  @MethodSource("models")
  void every_allowed_pair_occurs_and_no_forbidden_one(
      List<Integer> sizes, Predicate<Pair> forbidden) {
    Set<Pair> found = new HashSet<>();
    for (int[] row : CoveringArray.rows(sizes, forbidden)) {
      assertThat(row).hasSize(sizes.size());
      for (int factor = 0; factor < row.length; factor++) {
        assertThat(row[factor]).isBetween(0, sizes.get(factor) - 1);
      }
      assertThat(CoveringArray.pairs(row)).noneMatch(forbidden);
      found.addAll(CoveringArray.pairs(row));
    }

    assertThat(found).isEqualTo(CoveringArray.allowedPairs(sizes, forbidden));
  }

  @Test
  void there_are_far_fewer_rows_than_combinations() {
    assertThat(CoveringArray.rows(List.of(2, 2, 2, 2, 2, 2, 2, 2), CoveringArrayTest::nothing))
        .hasSizeLessThanOrEqualTo(12);
    assertThat(CoveringArray.rows(List.of(8, 5, 7, 6, 2, 3), CoveringArrayTest::nothing))
        .hasSizeBetween(8 * 7, 8 * 7 * 5 / 4);
  }

  @Test
  void a_model_without_a_way_out_is_reported() {
    Predicate<Pair> nothingBesideTheFirst = pair -> pair.right() == 2;

    assertThatThrownBy(() -> CoveringArray.rows(List.of(2, 2, 2), nothingBesideTheFirst))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("no value of factor 2 goes with [0, 0, -1]");
  }
}
