package org.bnnlab.data;

import static org.bnnlab.data.Checks.requireArgument;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What is known of a data set without opening it.
 *
 * @param id name in recipes and commands, such as {@code cifar10}
 * @param title name for people
 * @param splits number of images of every split, in the order of {@link Split}; 0 where only the
 *     files tell
 * @param shape shape of one image; where sizes differ, the one that networks are mostly given
 * @param classNames name of every label, in the order of the labels; empty where only the files
 *     tell
 * @param licence terms of use
 * @param source the publisher's address, or how the images come about
 * @param files what the publisher distributes; empty where the images are generated
 */
public record Dataset(
    String id,
    String title,
    Map<Split, Integer> splits,
    ImageShape shape,
    List<String> classNames,
    String licence,
    String source,
    List<DataFile> files) {

  public Dataset {
    requireArgument(
        id.matches("[a-z0-9]+(-[a-z0-9]+)*"),
        "data set id must be lower-case letters, digits and single hyphens, found \"%s\"",
        id);
    requireArgument(!splits.isEmpty(), "data set %s needs at least one split", id);
    splits.forEach(
        (split, count) ->
            requireArgument(
                count >= 0,
                "split %s of %s must have 0 or more images, found %d",
                split.id(),
                id,
                count));
    splits = Collections.unmodifiableMap(new EnumMap<>(splits));
    classNames = List.copyOf(classNames);
    files = List.copyOf(files);
  }

  /** The same with the counts and names that its files were found to have. */
  public Dataset found(Map<Split, Integer> counts, List<String> names) {
    return new Dataset(id, title, counts, shape, names, licence, source, files);
  }

  /** The number of classes; 0 where only the files tell. */
  public int classes() {
    return classNames.size();
  }
}
