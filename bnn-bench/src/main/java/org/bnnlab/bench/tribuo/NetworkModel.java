package org.bnnlab.bench.tribuo;

import static org.bnnlab.api.check.Checks.requireArgument;

import com.oracle.labs.mlrg.olcut.provenance.Provenance;
import com.oracle.labs.mlrg.olcut.provenance.primitives.StringProvenance;
import com.oracle.labs.mlrg.olcut.util.Pair;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.bnnlab.bench.features.LabelledFeatures;
import org.bnnlab.runtime.BnnModel;
import org.tribuo.Example;
import org.tribuo.Excuse;
import org.tribuo.Feature;
import org.tribuo.ImmutableFeatureMap;
import org.tribuo.Model;
import org.tribuo.MutableFeatureMap;
import org.tribuo.Prediction;
import org.tribuo.classification.Label;
import org.tribuo.classification.LabelFactory;
import org.tribuo.classification.MutableLabelInfo;
import org.tribuo.provenance.ModelProvenance;
import org.tribuo.provenance.impl.EmptyDatasetProvenance;
import org.tribuo.provenance.impl.EmptyTrainerProvenance;

/**
 * A trained network as a model of Tribuo: examples hold an image's values, already normalized,
 * under {@link LabelledFeatures#names}; values that an example leaves out are 0. Probabilities are
 * the softmax of the logits.
 *
 * <p>Its provenance names the experiment, so that whatever Tribuo builds on it says where it comes
 * from. It is a view: the network is not copied, closed or written by it, and Tribuo's
 * serialization is refused; the {@code .bnn} file or the run is what lasts.
 */
public final class NetworkModel extends Model<Label> {

  private static final long serialVersionUID = 1L;

  private final transient UnaryOperator<float[]> network;
  private final transient List<String> classes;

  private NetworkModel(
      String name,
      ModelProvenance provenance,
      UnaryOperator<float[]> network,
      List<String> classes,
      int inputs) {
    super(name, provenance, features(inputs), labels(classes), true);
    this.network = network;
    this.classes = List.copyOf(classes);
  }

  private NetworkModel(NetworkModel other, String name, ModelProvenance provenance) {
    super(name, provenance, other.featureIDMap, other.outputIDInfo, true);
    this.network = other.network;
    this.classes = other.classes;
  }

  /**
   * A packed network.
   *
   * @param model loaded from a {@code .bnn} file; stays the caller's
   */
  public static NetworkModel packed(BnnModel model) {
    return of(
        "packed network",
        model.facts().provenance(),
        values -> {
          float[] logits = new float[model.outputs()];
          model.logits(values, logits);
          return logits;
        },
        model.facts().classes(),
        model.input().values());
  }

  /**
   * Any network.
   *
   * @param name name of the model
   * @param origin where it comes from, such as {@code experiment}: its hash
   * @param network logits of an image's values (C, H, W)
   * @param classes names of the classes, in the order of the logits
   * @param inputs values of an image
   */
  public static NetworkModel of(
      String name,
      Map<String, String> origin,
      UnaryOperator<float[]> network,
      List<String> classes,
      int inputs) {
    requireArgument(!classes.isEmpty(), "a classifier needs the names of its classes");
    Map<String, Provenance> facts = new HashMap<>();
    origin.forEach((key, value) -> facts.put(key, new StringProvenance(key, value)));
    return new NetworkModel(
        name,
        new ModelProvenance(
            NetworkModel.class.getName(),
            OffsetDateTime.now(ZoneOffset.UTC),
            new EmptyDatasetProvenance(),
            new EmptyTrainerProvenance(),
            facts),
        network,
        classes,
        inputs);
  }

  private static ImmutableFeatureMap features(int inputs) {
    MutableFeatureMap map = new MutableFeatureMap();
    for (String name : LabelledFeatures.names(inputs)) {
      map.add(name, 1);
    }
    return new ImmutableFeatureMap(map);
  }

  private static org.tribuo.ImmutableOutputInfo<Label> labels(List<String> classes) {
    MutableLabelInfo info = (MutableLabelInfo) new LabelFactory().generateInfo();
    classes.forEach(name -> info.observe(new Label(name)));
    return info.generateImmutableOutputInfo();
  }

  @Override
  public Prediction<Label> predict(Example<Label> example) {
    float[] values = new float[featureIDMap.size()];
    int used = 0;
    for (Feature feature : example) {
      int id = featureIDMap.getID(feature.getName());
      if (id >= 0) {
        values[id] = (float) feature.getValue();
        used++;
      }
    }
    requireArgument(
        used > 0, "the example has none of the %d values of an image", featureIDMap.size());
    double[] probabilities = softmax(network.apply(values));
    Map<String, Label> scores = new LinkedHashMap<>();
    int best = 0;
    for (int c = 0; c < probabilities.length; c++) {
      scores.put(classes.get(c), new Label(classes.get(c), probabilities[c]));
      best = probabilities[c] > probabilities[best] ? c : best;
    }
    Label first = new Label(classes.get(best), probabilities[best]);
    return new Prediction<>(first, scores, used, example, true);
  }

  private static double[] softmax(float[] logits) {
    double largest = Double.NEGATIVE_INFINITY;
    for (float logit : logits) {
      largest = Math.max(largest, logit);
    }
    double[] shares = new double[logits.length];
    for (int c = 0; c < logits.length; c++) {
      shares[c] = Math.exp(logits[c] - largest);
    }
    double sum = Arrays.stream(shares).sum();
    return Arrays.stream(shares).map(share -> share / sum).toArray();
  }

  /** Empty: a network has no weights of single values. */
  @Override
  public Map<String, List<Pair<String, Double>>> getTopFeatures(int count) {
    return new TreeMap<>();
  }

  /** Empty. */
  @Override
  public Optional<Excuse<Label>> getExcuse(Example<Label> example) {
    return Optional.empty();
  }

  @Override
  protected NetworkModel copy(String newName, ModelProvenance newProvenance) {
    return new NetworkModel(this, newName, newProvenance);
  }
}
