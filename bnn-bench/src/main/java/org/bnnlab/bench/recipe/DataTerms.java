package org.bnnlab.bench.recipe;

import java.util.List;
import java.util.Map;
import org.bnnlab.api.check.Suggestion;
import org.bnnlab.bench.recipe.Setting.Group;
import org.bnnlab.bench.recipe.Setting.Word;
import org.jspecify.annotations.Nullable;

/** What a recipe says of its data: set, transforms, normalization, number of images and views. */
final class DataTerms {

  /** The keys of {@code data}. */
  static final List<String> KEYS =
      List.of("set", "train", "test", "views", "reduction", "cache", "normalize", "images");

  private static final int MOST_VIEWS = 16;

  private final Map<String, Integer> datasets;
  private final TransformTerms transforms;
  private final Faults faults;

  /**
   * Terms.
   *
   * @param datasets number of training images of every data set by its id; 0 where only the files
   *     tell
   */
  DataTerms(Map<String, Integer> datasets, PartTerms parts, Faults faults) {
    this.datasets = datasets;
    this.transforms = new TransformTerms(parts, faults);
    this.faults = faults;
  }

  /** The data, or null with a fault. */
  @Nullable DataChoice read(Group group) {
    List<TransformSpec> train = transforms.list("train", group.entries().get("train"));
    List<TransformSpec> test = transforms.list("test", group.entries().get("test"));
    String normalization = text(group, "normalize", "none");
    if (!TransformTerms.normalizations().contains(normalization)) {
      faults.add(
          line(group, "normalize"),
          "normalize \"%s\" is unknown; one of: %s",
          normalization,
          String.join(", ", TransformTerms.normalizations()));
    }
    int images = integer(group, "images", 0, 0);
    int views = integer(group, "views", 1, 1);
    if (views > MOST_VIEWS) {
      faults.add(line(group, "views"), "views must be at most %d, found %d", MOST_VIEWS, views);
      views = 1;
    }
    int reduction = integer(group, "reduction", 1, 1);
    if (!DataChoice.REDUCTIONS.contains(reduction)) {
      faults.add(line(group, "reduction"), "reduction is one of 1, 2, 4, 8, found %d", reduction);
      reduction = 1;
    }
    boolean cache = truth(group, "cache");
    String set = text(group, "set", "");
    if (set.isEmpty()) {
      faults.add(group.line(), "data needs its set (bnn datasets lists all)");
      return null;
    }
    Integer available = datasets.get(set);
    if (available == null) {
      faults.add(
          line(group, "set"),
          "unknown data set \"%s\"%s (bnn datasets lists all %d)",
          set,
          Suggestion.forUnknown(set, datasets.keySet()),
          datasets.size());
      return null;
    }
    if (available > 0 && images > available) {
      faults.add(
          line(group, "images"),
          "images must be at most %d, the training images of %s, found %d",
          available,
          set,
          images);
    }
    return new DataChoice(set, images, train, test, views, reduction, cache, normalization);
  }

  private String text(Group group, String key, String absent) {
    Setting setting = group.entries().get(key);
    if (setting == null) {
      return absent;
    }
    if (setting instanceof Word word) {
      return word.text();
    }
    faults.add(setting.line(), "%s is a single word or text, found %s", key, setting.shown());
    return absent;
  }

  private boolean truth(Group group, String key) {
    Setting setting = group.entries().get(key);
    if (setting == null) {
      return false;
    }
    if (setting instanceof Word word && word.value() instanceof Boolean value) {
      return value;
    }
    faults.add(setting.line(), "%s is true or false, found %s", key, setting.shown());
    return false;
  }

  private int integer(Group group, String key, int absent, int least) {
    Setting setting = group.entries().get(key);
    if (setting == null) {
      return absent;
    }
    if (!(setting instanceof Word word) || !(word.value() instanceof Integer value)) {
      faults.add(setting.line(), "%s is an integer, found %s", key, setting.shown());
      return absent;
    }
    if (value < least) {
      faults.add(setting.line(), "%s must be at least %d, found %d", key, least, value);
      return absent;
    }
    return value;
  }

  private static int line(Group group, String key) {
    Setting setting = group.entries().get(key);
    return setting == null ? group.line() : setting.line();
  }
}
