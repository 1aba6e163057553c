package org.bnnlab.bench.recipe;

import java.util.List;
import java.util.Map;
import org.bnnlab.api.method.Bits;
import org.bnnlab.api.option.OptionSpec;
import org.bnnlab.bench.recipe.Setting.Call;
import org.bnnlab.bench.recipe.Setting.Group;
import org.bnnlab.bench.recipe.Setting.Word;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a row chooses by name: method, network, images.
 *
 * @param vocabulary the names to choose from
 * @param faults the faults of the file
 * @param terms reads parts with arguments
 * @param groups reads groups
 */
record Choices(Vocabulary vocabulary, Faults faults, PartTerms terms, Groups groups) {

  @Nullable MethodChoice method(Setting setting) {
    Call call = terms.anyCall("method", setting);
    if (call == null) {
      return null;
    }
    List<OptionSpec> specs = vocabulary.methods().get(call.name());
    if (specs == null) {
      groups.unknown(call.line(), "method", call.name(), vocabulary.methods().keySet(), "methods");
      return null;
    }
    Bits bits = null;
    Call options = call;
    if (setting instanceof Group group) {
      groups.knownKeys("method", group, List.of("id", "bits", "options"));
      Setting width = group.entries().get("bits");
      bits = width == null ? null : bits(width);
      Setting inner = group.entries().get("options");
      Group given =
          inner == null ? new Group(group.line(), Map.of()) : groups.group("options", inner);
      options = new Call(given.line(), call.name(), List.of(), given.entries());
    }
    return new MethodChoice(
        call.name(), bits, terms.resolve("method " + call.name(), specs, options));
  }

  @Nullable Bits bits(Setting setting) {
    return switch (setting instanceof Word word ? word.text() : "") {
      case "1/1" -> Bits.BINARY;
      case "1/32" -> new Bits(1, 32);
      case "32/1" -> new Bits(32, 1);
      case "32/32" -> Bits.REAL;
      default -> {
        faults.add(
            setting.line(),
            "bits is one of 1/1, 1/32, 32/1, 32/32 (weights/activations), found %s",
            setting.shown());
        yield null;
      }
    };
  }

  @Nullable NetworkChoice network(Setting setting) {
    Call call = terms.anyCall("network", setting);
    if (call == null) {
      return null;
    }
    List<OptionSpec> specs = vocabulary.networks().get(call.name());
    if (specs == null) {
      groups.unknown(call.line(), "network", call.name(), vocabulary.networks().keySet(), "models");
      return null;
    }
    return new NetworkChoice(call.name(), terms.resolve("network " + call.name(), specs, call));
  }

  @Nullable DataChoice data(Setting setting) {
    Group group =
        setting instanceof Word word
            ? new Group(word.line(), Map.of("set", word))
            : groups.group("data", setting);
    groups.knownKeys("data", group, DataTerms.KEYS);
    return new DataTerms(vocabulary.datasets(), terms, faults).read(group);
  }
}
