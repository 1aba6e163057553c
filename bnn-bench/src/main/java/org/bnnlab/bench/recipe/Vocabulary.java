package org.bnnlab.bench.recipe;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bnnlab.api.architecture.Architecture;
import org.bnnlab.api.method.MethodDescriptor;
import org.bnnlab.api.method.Methods;
import org.bnnlab.api.option.OptionSpec;
import org.bnnlab.data.Dataset;
import org.bnnlab.data.Split;
import org.bnnlab.data.catalogue.Datasets;
import org.bnnlab.models.resolve.Architectures;

/**
 * The names that recipes may use.
 *
 * @param methods options of every method by its id
 * @param networks options of every architecture by its id
 * @param datasets number of training images of every data set by its id; 0 where only the files
 *     tell
 * @param figures published accuracies by their id
 */
public record Vocabulary(
    Map<String, List<OptionSpec>> methods,
    Map<String, List<OptionSpec>> networks,
    Map<String, Integer> datasets,
    Map<String, PublishedFigure> figures) {

  /** Copies the maps, sorted. */
  public Vocabulary {
    methods = Collections.unmodifiableMap(new TreeMap<>(methods));
    networks = Collections.unmodifiableMap(new TreeMap<>(networks));
    datasets = Collections.unmodifiableMap(new TreeMap<>(datasets));
    figures = Collections.unmodifiableMap(new TreeMap<>(figures));
  }

  /** What is on the class path. */
  public static Vocabulary installed() {
    Map<String, List<OptionSpec>> methods = new TreeMap<>();
    for (MethodDescriptor method : Methods.load().descriptors()) {
      methods.put(method.id(), method.options());
    }
    Map<String, List<OptionSpec>> networks = new TreeMap<>();
    for (Architecture architecture : Architectures.load().all()) {
      networks.put(architecture.id(), architecture.options());
    }
    Map<String, Integer> datasets = new TreeMap<>();
    for (Dataset dataset : Datasets.standard().descriptions()) {
      datasets.put(dataset.id(), dataset.splits().getOrDefault(Split.TRAIN, 0));
    }
    return new Vocabulary(methods, networks, datasets, PublishedFigures.load());
  }
}
