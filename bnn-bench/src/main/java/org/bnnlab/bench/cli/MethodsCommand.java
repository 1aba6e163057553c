package org.bnnlab.bench.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.bnnlab.api.method.Method;
import org.bnnlab.api.method.MethodDescriptor;
import org.bnnlab.api.method.Methods;
import org.bnnlab.api.method.Slot;
import org.bnnlab.api.option.OptionSpec;
import org.bnnlab.bench.leaderboard.TextTable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bnn methods [NAME]}: what each method puts into each slot. */
@Command(
    name = "methods",
    description = "List the methods, or show one: parts, paper, options, deviations.")
final class MethodsCommand implements Callable<Integer> {

  private static final int METHODS_IN_A_TABLE = 3;

  private final Console console;

  @Parameters(arity = "0..1", paramLabel = "NAME", description = "Id of a method.")
  private @Nullable String name;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  MethodsCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    Methods methods = Methods.load();
    List<Method> chosen = new ArrayList<>();
    if (name == null) {
      for (MethodDescriptor descriptor : methods.descriptors()) {
        chosen.add(methods.create(descriptor.id(), Map.of(), null));
      }
    } else {
      chosen.add(methods.create(name, Map.of(), null));
    }
    if (json) {
      console
          .out()
          .println(
              Json.line(Map.of("methods", chosen.stream().map(MethodsCommand::json).toList())));
    } else if (name == null) {
      printTable(chosen);
    } else {
      printPage(chosen.getFirst());
    }
    return 0;
  }

  /** Slots that all methods fill alike would only widen the table. */
  private void printTable(List<Method> methods) {
    List<Method> byYear = new ArrayList<>(methods);
    byYear.sort(Comparator.comparingInt(method -> method.descriptor().year()));
    List<Slot> slots = new ArrayList<>();
    for (Slot slot : Slot.values()) {
      if (byYear.stream().map(method -> PartName.of(method, slot)).distinct().count() > 1) {
        slots.add(slot);
      }
    }
    // Several tables below each other: one of all methods would be wider than any terminal.
    for (int first = 0; first < byYear.size(); first += METHODS_IN_A_TABLE) {
      printTable(byYear.subList(first, Math.min(byYear.size(), first + METHODS_IN_A_TABLE)), slots);
      console.out().println();
    }
    console.out().println("bnn methods NAME shows paper, options and deviations of one");
  }

  private void printTable(List<Method> methods, List<Slot> slots) {
    List<String> titles = new ArrayList<>(List.of("part"));
    methods.forEach(method -> titles.add(method.descriptor().id()));
    TextTable table = new TextTable(titles);
    table.add(row("bits", methods.stream().map(method -> method.bits().toString()).toList()));
    for (Slot slot : slots) {
      table.add(
          row(slot.title(), methods.stream().map(method -> PartName.of(method, slot)).toList()));
    }
    table.lines(console.colours()).forEach(console.out()::println);
  }

  private static List<String> row(String title, List<String> cells) {
    List<String> row = new ArrayList<>(List.of(title));
    row.addAll(cells);
    return row;
  }

  private void printPage(Method method) {
    MethodDescriptor descriptor = method.descriptor();
    var out = console.out();
    out.println(descriptor.id() + ": " + descriptor.title());
    if (descriptor.year() > 0) {
      out.println(descriptor.year() + ", " + descriptor.reference());
    }
    out.println();
    TextTable parts = new TextTable(List.of("part", "implementation"));
    parts.add(List.of("bits", method.bits().toString()));
    for (Slot slot : Slot.values()) {
      if (!PartName.of(method, slot).equals(PartName.NOTHING)) {
        parts.add(List.of(slot.title(), PartName.of(method, slot)));
      }
    }
    parts.lines(console.colours()).forEach(out::println);
    if (!descriptor.options().isEmpty()) {
      out.println();
      TextTable options = new TextTable(List.of("option", "default", "meaning"));
      for (OptionSpec option : descriptor.options()) {
        options.add(List.of(option.name(), option.defaultValue().toString(), option.description()));
      }
      options.lines(console.colours()).forEach(out::println);
    }
    if (!descriptor.deviations().isEmpty()) {
      out.println();
      out.println("Where paper and official code differ:");
      descriptor.deviations().forEach(deviation -> out.println("  - " + deviation));
    }
  }

  private static Map<String, Object> json(Method method) {
    MethodDescriptor descriptor = method.descriptor();
    Map<String, Object> parts = new LinkedHashMap<>();
    for (Slot slot : Slot.values()) {
      if (method.parts().containsKey(slot)) {
        parts.put(slot.title(), PartName.of(method, slot));
      }
    }
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("id", descriptor.id());
    fields.put("title", descriptor.title());
    fields.put("year", descriptor.year());
    fields.put("reference", descriptor.reference());
    fields.put("bits", method.bits().toString());
    fields.put("parts", parts);
    fields.put("options", descriptor.options().stream().map(MethodsCommand::json).toList());
    fields.put("deviations", descriptor.deviations());
    return fields;
  }

  private static Map<String, Object> json(OptionSpec option) {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("name", option.name());
    fields.put("description", option.description());
    fields.put("default", option.defaultValue());
    fields.put("choices", option.choices());
    return fields;
  }
}
