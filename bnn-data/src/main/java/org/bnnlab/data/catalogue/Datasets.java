package org.bnnlab.data.catalogue;

import static org.bnnlab.data.Checks.requireArgument;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bnnlab.data.Dataset;
import org.bnnlab.data.DatasetSource;
import org.bnnlab.data.cifar.Cifar10;
import org.bnnlab.data.cifar.Cifar100;
import org.bnnlab.data.events.DvsGestures;
import org.bnnlab.data.events.MnistDvs;
import org.bnnlab.data.events.Nmnist;
import org.bnnlab.data.folder.FolderDataset;
import org.bnnlab.data.folder.ImageNet;
import org.bnnlab.data.idx.Mnist;
import org.bnnlab.data.shapes.Shapes32;
import org.bnnlab.data.synthetic.TwoMoons;

/** The data sets a laboratory knows, by id. Immutable. */
public final class Datasets {

  private final Map<String, DatasetSource> sources;

  /** A catalogue of {@code sources}, whose ids differ. */
  public Datasets(Collection<? extends DatasetSource> sources) {
    Map<String, DatasetSource> byId = new LinkedHashMap<>();
    for (DatasetSource source : sources) {
      String id = source.description().id();
      DatasetSource other = byId.putIfAbsent(id, source);
      requireArgument(
          other == null,
          "two data sets have the id \"%s\": %s and %s; rename one",
          id,
          other == null ? "" : other.getClass().getName(),
          source.getClass().getName());
    }
    this.sources = Collections.unmodifiableMap(byId);
  }

  /** What comes with BNN Lab. */
  public static Datasets standard() {
    return new Datasets(
        List.of(
            new Cifar10(),
            new Cifar100(),
            new Mnist(),
            new ImageNet(),
            new Nmnist(),
            new MnistDvs(),
            new DvsGestures(),
            new TwoMoons(),
            new Shapes32(),
            new FolderDataset()));
  }

  /** The descriptions, in the order of the catalogue. */
  public List<Dataset> descriptions() {
    return sources.values().stream().map(DatasetSource::description).toList();
  }

  /** The data set named {@code id}; an unknown one is an error that lists all. */
  public DatasetSource source(String id) {
    DatasetSource source = sources.get(id);
    if (source == null) {
      throw new IllegalArgumentException(
          "unknown data set \"" + id + "\"; one of: " + String.join(", ", sources.keySet()));
    }
    return source;
  }
}
