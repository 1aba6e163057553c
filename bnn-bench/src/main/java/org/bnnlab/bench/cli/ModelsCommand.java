package org.bnnlab.bench.cli;

import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.bnnlab.api.architecture.Architecture;
import org.bnnlab.api.option.OptionSpec;
import org.bnnlab.bench.leaderboard.TextTable;
import org.bnnlab.models.resolve.Architectures;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code bnn models}: the architectures. */
@Command(
    name = "models",
    description = "List the network architectures with their published input and options.")
final class ModelsCommand implements Callable<Integer> {

  private final Console console;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  ModelsCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    List<Architecture> models = List.copyOf(Architectures.load().all());
    if (json) {
      console
          .out()
          .println(Json.line(Map.of("models", models.stream().map(ModelsCommand::json).toList())));
      return 0;
    }
    TextTable table = new TextTable(List.of("model", "input", "classes", "title"));
    for (Architecture model : models) {
      table.add(
          List.of(
              model.id(),
              Shapes.text(model.defaultInput()),
              String.valueOf(model.defaultClasses()),
              model.title()));
    }
    table.lines(console.colours()).forEach(console.out()::println);
    console.out().println();
    printOptions(models);
    console.out().println("bnn summary MODEL shows the layers of one");
    return 0;
  }

  private void printOptions(List<Architecture> models) {
    TextTable table = new TextTable(List.of("model", "option", "default", "meaning"));
    for (Architecture model : models) {
      for (OptionSpec option : model.options()) {
        table.add(
            List.of(model.id(), option.name(), value(option.defaultValue()), meaning(option)));
      }
    }
    table.lines(console.colours()).forEach(console.out()::println);
    console.out().println();
  }

  /** As it is written on the command line: {@code 16,32,64}. */
  private static String value(Object value) {
    return value instanceof List<?> list
        ? list.stream().map(String::valueOf).collect(Collectors.joining(","))
        : value.toString();
  }

  private static String meaning(OptionSpec option) {
    return option.choices().isEmpty()
        ? option.description()
        : "%s (one of: %s)".formatted(option.description(), String.join(", ", option.choices()));
  }

  private static Map<String, Object> json(Architecture model) {
    Shape input = model.defaultInput();
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", model.id());
    fields.put("title", model.title());
    fields.put("input", Arrays.stream(input.getShape()).boxed().toList());
    fields.put("classes", model.defaultClasses());
    fields.put("options", model.options().stream().map(OptionJson::of).toList());
    return fields;
  }
}
