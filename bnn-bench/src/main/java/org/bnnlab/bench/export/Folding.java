package org.bnnlab.bench.export;

import java.util.ArrayList;
import java.util.List;
import org.bnnlab.bench.export.Draft.Action;
import org.bnnlab.bench.export.Draft.Column;
import org.bnnlab.bench.export.Draft.Item;
import org.bnnlab.runtime.program.Bits;
import org.bnnlab.runtime.program.Op;

/**
 * Takes steps out of a draft without changing what it computes: affine maps that follow each other
 * become one, and whatever lies between an integer sum and a sign becomes a threshold.
 */
final class Folding {

  private final Draft draft;
  private int[] uses;

  private Folding(Draft draft) {
    this.draft = draft;
    this.uses = draft.uses();
  }

  /** Folds a draft. */
  static void fold(Draft draft) {
    Folding folding = new Folding(draft);
    folding.each(folding::mergeAffine);
    folding.each(folding::moveOffsetBeforeAddition);
    folding.each(folding::mergeAffine);
    folding.each(folding::signOfSum);
    folding.each(folding::signOfAffine);
  }

  private interface Rule {
    void apply(Item item);
  }

  private void each(Rule rule) {
    for (int i = 0; i < draft.size(); i++) {
      rule.apply(draft.item(i));
      uses = draft.uses();
    }
  }

  private boolean alone(int item) {
    return uses[item] == 1;
  }

  /** a·(b·x + c) + d = (a·b)·x + (a·c + d). */
  private void mergeAffine(Item item) {
    while (item.action instanceof Action.Affine outer
        && alone(item.input())
        && draft.item(item.input()).action instanceof Action.Affine inner) {
      item.action = composed(outer, inner);
      item.inputs = draft.item(item.input()).inputs;
      uses = draft.uses();
    }
  }

  private static Action.Affine composed(Action.Affine outer, Action.Affine inner) {
    double[] factor = new double[outer.factor().size()];
    double[] offset = new double[factor.length];
    for (int c = 0; c < factor.length; c++) {
      factor[c] = outer.factor().get(c) * inner.factor().get(c);
      offset[c] = outer.factor().get(c) * inner.offset().get(c) + outer.offset().get(c);
    }
    return new Action.Affine(new Column(factor), new Column(offset));
  }

  /** ((a·x + b) + y) + c = (a·x + (b + c)) + y: one pass less. */
  private void moveOffsetBeforeAddition(Item item) {
    if (!(item.action instanceof Action.Affine shift) || !isShift(shift) || !alone(item.input())) {
      return;
    }
    Item sum = draft.item(item.input());
    if (!(sum.action instanceof Action.Fixed fixed) || !(fixed.op() instanceof Op.Add)) {
      return;
    }
    for (int input : sum.inputs) {
      if (alone(input)
          && draft.item(input).action instanceof Action.Affine before
          && draft.item(input).extent.equals(sum.extent)) {
        draft.item(input).action = composed(shift, before);
        item.action = sum.action;
        item.inputs = sum.inputs;
        return;
      }
    }
  }

  private static boolean isShift(Action.Affine affine) {
    for (int c = 0; c < affine.factor().size(); c++) {
      if (affine.factor().get(c) != 1) {
        return false;
      }
    }
    return true;
  }

  /**
   * Where only affine maps, clamps and slopes stand between a sum of products of signs and a sign,
   * the sign is a step in that integer: its place is found by trying all of them in double.
   */
  private void signOfSum(Item sign) {
    if (!(sign.action instanceof Action.Sign)) {
      return;
    }
    List<Action> chain = new ArrayList<>();
    int at = sign.input();
    while (alone(at) && isPointwise(draft.item(at).action)) {
      chain.addFirst(draft.item(at).action);
      at = draft.item(at).input();
    }
    if (!chain.isEmpty()
        && alone(at)
        && draft.item(at).action instanceof Action.Fixed fixed
        && fixed.op() instanceof Op.BinaryConvolution convolution) {
      chain.addLast(sign.action);
      Action.Sign folded = Steps.find(chain, convolution.window());
      if (folded != null) {
        sign.action = folded;
        sign.inputs = List.of(at);
      }
    }
  }

  private static boolean isPointwise(Action action) {
    return action instanceof Action.Affine
        || (action instanceof Action.Fixed fixed
            && (fixed.op() instanceof Op.Clamp || fixed.op() instanceof Op.PRelu));
  }

  /** a·x + b ≥ t: x ≥ (t - b) / a for a above 0, not x > (t - b) / a below. */
  private void signOfAffine(Item item) {
    if (!(item.action instanceof Action.Sign sign)
        || !alone(item.input())
        || !(draft.item(item.input()).action instanceof Action.Affine affine)) {
      return;
    }
    int channels = sign.threshold().size();
    double[] thresholds = new double[channels];
    float[] inverted = new float[channels];
    for (int c = 0; c < channels; c++) {
      double factor = affine.factor().get(c);
      double room = sign.threshold().get(c) - affine.offset().get(c);
      boolean turned = sign.inverted().get(c);
      if (factor == 0) {
        thresholds[c] = room <= 0 ? Double.NEGATIVE_INFINITY : Double.POSITIVE_INFINITY;
      } else if (factor > 0) {
        thresholds[c] = room / factor;
      } else {
        float near = (float) (room / factor);
        float notAbove = near > room / factor ? Math.nextDown(near) : near;
        thresholds[c] = Math.nextUp(notAbove);
        turned = !turned;
      }
      inverted[c] = turned ? 1 : -1;
    }
    item.action = new Action.Sign(new Column(thresholds), Bits.signs(inverted));
    item.inputs = draft.item(item.input()).inputs;
  }
}
