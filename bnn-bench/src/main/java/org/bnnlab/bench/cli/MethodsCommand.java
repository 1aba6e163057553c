package org.bnnlab.bench.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.method.Method;
import org.bnnlab.api.method.MethodDescriptor;
import org.bnnlab.api.method.Methods;
import org.bnnlab.api.method.Slot;
import org.bnnlab.bench.describe.MethodFacts;
import org.bnnlab.bench.describe.PartName;
import org.bnnlab.bench.leaderboard.TextTable;
import org.bnnlab.bench.page.MethodPage;
import org.bnnlab.bench.page.PageFolder;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bnn methods [NAME]}: what each method puts into each slot. */
@Command(
    name = "methods",
    description = "List the methods with their parts, or show the page of one.")
final class MethodsCommand implements Callable<Integer> {

  private static final int METHODS_IN_A_TABLE = 3;

  private final Console console;

  @Parameters(arity = "0..1", paramLabel = "NAME", description = "Id of a method.")
  private @Nullable String name;

  @Option(names = "--json", description = "Print JSON.")
  private boolean json;

  @Option(
      names = "--pages",
      paramLabel = "DIR",
      description = {
        "Write the pages into DIR: the prose of its files stays, blocks and curves come from the",
        "code; a method without a file gets a page to begin with."
      })
  private @Nullable Path pages;

  @Option(
      names = "--parts",
      description = "List the parts that a recipe may put in place of a method's own.")
  private boolean parts;

  MethodsCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() throws IOException {
    if (parts) {
      if (name != null) {
        throw new FaultException(
            "--parts lists the parts of all methods, found the method %s; leave one of the two out"
                .formatted(name));
      }
      new PartList(console).print(json);
      return 0;
    }
    Methods methods = Methods.load();
    List<Method> chosen = new ArrayList<>();
    if (name == null) {
      for (MethodDescriptor descriptor : methods.descriptors()) {
        chosen.add(methods.create(descriptor.id(), Map.of(), null));
      }
    } else {
      chosen.add(methods.create(name, Map.of(), null));
    }
    if (pages != null) {
      new PageFolder(pages).write(chosen).forEach(console.out()::println);
    } else if (json) {
      console
          .out()
          .println(
              Json.line(Map.of("methods", chosen.stream().map(MethodsCommand::json).toList())));
    } else if (name == null) {
      printTable(chosen);
    } else {
      MethodPage.of(chosen.getFirst()).lines(console.colours()).forEach(console.out()::println);
    }
    return 0;
  }

  private void printTable(List<Method> methods) {
    List<Method> byYear = new ArrayList<>(methods);
    byYear.sort(Comparator.comparingInt(method -> method.descriptor().year()));
    List<Slot> slots = MethodFacts.slotsThatDiffer(byYear);
    // Several tables below each other: one of all methods would be wider than any terminal.
    for (int first = 0; first < byYear.size(); first += METHODS_IN_A_TABLE) {
      printTable(byYear.subList(first, Math.min(byYear.size(), first + METHODS_IN_A_TABLE)), slots);
      console.out().println();
    }
    console
        .out()
        .println(
            "bnn methods NAME shows the page of one; bnn methods --parts what a recipe may combine");
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
    fields.put("options", descriptor.options().stream().map(OptionJson::of).toList());
    fields.put("deviations", descriptor.deviations());
    MethodPage page = MethodPage.of(method);
    fields.put("published", page.published());
    fields.put("page", page.chapters());
    return fields;
  }
}
