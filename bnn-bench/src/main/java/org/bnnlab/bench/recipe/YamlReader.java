package org.bnnlab.bench.recipe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.bnnlab.bench.recipe.Setting.Group;
import org.bnnlab.bench.recipe.Setting.Sequence;
import org.bnnlab.bench.recipe.Setting.Word;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Compose;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** YAML to settings that know their lines. */
final class YamlReader {

  private final Faults faults;

  private YamlReader(Faults faults) {
    this.faults = faults;
  }

  /** The top group of a file; what cannot be read is added to {@code faults}. */
  static Group read(String yaml, Faults faults) {
    Optional<Node> root;
    try {
      LoadSettings settings = LoadSettings.builder().build();
      root = new Compose(settings).composeString(Expressions.quoted(yaml));
    } catch (MarkedYamlEngineException e) {
      int line = line(e.getProblemMark());
      faults.add(line, "no valid YAML: %s%s", e.getProblem(), hint(yaml, line));
      return new Group(1, Map.of());
    } catch (YamlEngineException e) {
      faults.add(1, "no valid YAML: %s", String.valueOf(e.getMessage()));
      return new Group(1, Map.of());
    }
    if (root.isEmpty()) {
      faults.add(1, "the file is empty; it needs at least method, network, data and train");
      return new Group(1, Map.of());
    }
    Setting top = new YamlReader(faults).setting(root.get());
    if (top instanceof Group group) {
      return group;
    }
    faults.add(top.line(), "a recipe is a list of \"key: value\", found %s", top.shown());
    return new Group(1, Map.of());
  }

  /** The likely reason where a line has an expression that was not put in quotes. */
  private static String hint(String yaml, int line) {
    return yaml.lines().skip(line - 1L).findFirst().orElse("").contains("(")
        ? "; an expression such as sgd(lr: 0.1) stands on one line, with both brackets"
        : "";
  }

  private Setting setting(Node node) {
    int line = line(node.getStartMark());
    if (node.isRecursive()) {
      faults.add(line, "an anchor may not contain itself");
      return new Word(line, "", true);
    }
    return switch (node) {
      case ScalarNode scalar ->
          new Word(line, scalar.getValue(), scalar.getScalarStyle() != ScalarStyle.PLAIN);
      case SequenceNode sequence -> {
        List<Setting> items = new ArrayList<>();
        sequence.getValue().forEach(item -> items.add(setting(item)));
        yield new Sequence(line, items);
      }
      case MappingNode mapping -> group(line, mapping);
      default -> new Word(line, node.toString(), true);
    };
  }

  private Group group(int line, MappingNode mapping) {
    Map<String, Setting> entries = new LinkedHashMap<>();
    for (NodeTuple tuple : mapping.getValue()) {
      Setting key = setting(tuple.getKeyNode());
      Setting value = setting(tuple.getValueNode());
      if (!(key instanceof Word word)) {
        faults.add(key.line(), "a key is a single word, found %s", key.shown());
      } else if (entries.putIfAbsent(word.text(), value) != null) {
        faults.add(key.line(), "key \"%s\" is given twice", word.text());
      }
    }
    return new Group(line, entries);
  }

  private static int line(Optional<Mark> mark) {
    return mark.map(Mark::getLine).orElse(0) + 1;
  }
}
