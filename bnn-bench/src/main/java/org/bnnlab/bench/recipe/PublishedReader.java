package org.bnnlab.bench.recipe;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.bnnlab.bench.recipe.Setting.Group;
import org.bnnlab.bench.recipe.Setting.Sequence;
import org.bnnlab.bench.recipe.Setting.Word;
import org.jspecify.annotations.Nullable;

/**
 * Reads the published figures of rows and tables.
 *
 * @param known the figures that have an id
 * @param faults the faults of the file
 * @param groups reads groups
 */
record PublishedReader(Map<String, PublishedFigure> known, Faults faults, Groups groups) {

  private static final List<String> CONFIDENCES = List.of("confirmed", "readme", "memory");

  /**
   * The figure of a row: the id of a known one, or a group that names it or says it.
   *
   * @param data the images of the row, or null where they are at fault
   */
  @Nullable Published read(Setting setting, @Nullable DataChoice data) {
    if (setting instanceof Word) {
      return named(setting, data);
    }
    Group group = groups.group("published", setting);
    Setting named = group.entries().get("figure");
    if (named == null) {
      return said(group);
    }
    groups.knownKeys("published by its id", group, List.of("figure", "deviations"));
    Published figure = named(named, data);
    return figure == null ? null : figure.deviating(groups.texts(group, "deviations"));
  }

  private @Nullable Published named(Setting setting, @Nullable DataChoice data) {
    PublishedFigure figure = figure(setting);
    if (figure == null) {
      return null;
    }
    if (data != null && !figure.dataset().equals(data.set())) {
      faults.add(
          setting.line(),
          "figure %s is of %s, the row trains on %s",
          figure.id(),
          figure.dataset(),
          data.set());
    }
    return figure.published();
  }

  /** The figures of a list of ids; empty where there is none. */
  List<PublishedFigure> list(Group group, String key) {
    Setting setting = group.entries().get(key);
    if (setting == null) {
      return List.of();
    }
    if (!(setting instanceof Sequence sequence)) {
      faults.add(
          setting.line(), "%s is a list of published figures, found %s", key, setting.shown());
      return List.of();
    }
    List<PublishedFigure> figures = new ArrayList<>();
    for (Setting item : sequence.items()) {
      PublishedFigure figure = figure(item);
      if (figure != null && figures.contains(figure)) {
        faults.add(item.line(), "figure %s is listed twice", figure.id());
      } else if (figure != null) {
        figures.add(figure);
      }
    }
    return figures;
  }

  private @Nullable PublishedFigure figure(Setting setting) {
    String id = setting instanceof Word word ? word.text() : setting.shown();
    PublishedFigure figure = known.get(id);
    if (figure == null) {
      groups.unknown(setting.line(), "published figure", id, known.keySet(), "tables --figures");
    }
    return figure;
  }

  private @Nullable Published said(Group group) {
    groups.knownKeys(
        "published",
        group,
        List.of("figure", "top1", "top5", "source", "confidence", "deviations"));
    Double top1 = percentage(group, "top1", true);
    Double top5 = percentage(group, "top5", false);
    String source = groups.text(group, "source", "");
    if (source.isEmpty()) {
      faults.add(group.line(), "published needs its source (paper, table, row)");
    }
    String confidence = groups.text(group, "confidence", "");
    if (!CONFIDENCES.contains(confidence)) {
      faults.add(
          Groups.line(group, "confidence"),
          "confidence of published is one of %s, found \"%s\"",
          String.join(", ", CONFIDENCES),
          confidence);
    }
    return top1 == null
        ? null
        : new Published(top1, top5, source, confidence, groups.texts(group, "deviations"));
  }

  private @Nullable Double percentage(Group group, String key, boolean needed) {
    Setting setting = group.entries().get(key);
    if (setting == null && !needed) {
      return null;
    }
    Object value = setting instanceof Word word ? word.value() : "";
    if (value instanceof Number number
        && number.doubleValue() >= 0
        && number.doubleValue() <= 100) {
      return number.doubleValue();
    }
    faults.add(
        Groups.line(group, key),
        "published %s is a percentage in [0, 100], found \"%s\"",
        key,
        value);
    return null;
  }
}
