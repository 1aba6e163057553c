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
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bnn models [NAME]}: the architectures, or the options of one. */
@Command(
    name = "models",
    description = "List the network architectures, or show the options of one.")
final class ModelsCommand implements Callable<Integer> {

  private final Console console;

  @Parameters(arity = "0..1", paramLabel = "NAME", description = "Id of an architecture.")
  private @Nullable String name;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Option(names = "--markdown", description = "Print what each costs, as a table in Markdown.")
  private boolean markdown;

  ModelsCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Architectures all = Architectures.load();
    List<Architecture> models = name == null ? List.copyOf(all.all()) : List.of(all.get(name));
    if (json) {
      console
          .out()
          .println(Json.line(Map.of("models", models.stream().map(ModelsCommand::json).toList())));
    } else if (markdown) {
      ModelTable.lines(models).forEach(console.out()::println);
    } else {
      printModels(models);
      if (name == null) {
        console.out().println("bnn models NAME shows the options of one, bnn summary its layers");
      } else {
        printOptions(models.getFirst());
      }
    }
    return 0;
  }

  private void printModels(List<Architecture> models) {
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
  }

  private void printOptions(Architecture model) {
    TextTable table = new TextTable(List.of("option", "default", "meaning"));
    for (OptionSpec option : model.options()) {
      table.add(List.of(option.name(), value(option.defaultValue()), meaning(option)));
    }
    table.lines(console.colours()).forEach(console.out()::println);
    console.out().println();
    console
        .out()
        .println("bnn summary %s --option NAME=VALUE shows its layers".formatted(model.id()));
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
    fields.put("method", model.defaultMethod());
    fields.put("options", model.options().stream().map(OptionJson::of).toList());
    return fields;
  }
}
