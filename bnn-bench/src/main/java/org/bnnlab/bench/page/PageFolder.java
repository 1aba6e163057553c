package org.bnnlab.bench.page;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bnnlab.api.method.Method;
import org.bnnlab.api.method.MethodDescriptor;
import org.bnnlab.api.method.Slot;
import org.bnnlab.bench.describe.MethodFacts;
import org.bnnlab.bench.describe.PartName;

/** A folder of pages, one file per method, an index and the pictures. */
public final class PageFolder {

  private static final String INDEX = "README.md";

  private final Path folder;

  /** Pages in {@code folder}, which need not be there yet. */
  public PageFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * What the files of the methods should hold: their prose as it stands, every block as the code
   * says. A method without a file gets a page of blocks.
   *
   * @throws IOException if a file cannot be read
   */
  public Map<Path, String> texts(List<Method> methods) throws IOException {
    Map<Path, String> texts = new LinkedHashMap<>();
    for (Method method : methods) {
      Path file = folder.resolve(method.descriptor().id() + ".md");
      String prose = Files.exists(file) ? Files.readString(file) : MethodPage.skeleton(method);
      texts.put(file, MethodPage.filled(method, file.toString(), prose).markdown());
    }
    Path index = folder.resolve(INDEX);
    if (Files.exists(index)) {
      texts.put(
          index,
          GeneratedBlocks.fill(Files.readString(index), index.toString(), indexBlocks(methods)));
    }
    return texts;
  }

  /** What the pictures of a method should be. */
  public Map<Path, String> pictures(Method method) {
    Map<Path, String> pictures = new LinkedHashMap<>();
    CurvePictures.svgs(method).forEach((name, svg) -> pictures.put(folder.resolve(name), svg));
    return pictures;
  }

  /**
   * Writes pages and pictures.
   *
   * @return the files, whether they changed or not
   * @throws IOException if a file cannot be written
   */
  public List<Path> write(List<Method> methods) throws IOException {
    Map<Path, String> files = new LinkedHashMap<>(texts(methods));
    methods.forEach(method -> files.putAll(pictures(method)));
    for (Map.Entry<Path, String> file : files.entrySet()) {
      Path parent = file.getKey().getParent();
      if (parent != null) {
        Files.createDirectories(parent);
      }
      Files.writeString(file.getKey(), file.getValue());
    }
    return new ArrayList<>(files.keySet());
  }

  private static Map<String, String> indexBlocks(List<Method> methods) {
    List<Method> byYear = new ArrayList<>(methods);
    byYear.sort(Comparator.comparingInt(method -> method.descriptor().year()));
    return Map.of("index", index(byYear), "parts", parts(byYear));
  }

  private static String index(List<Method> methods) {
    List<List<String>> rows = new ArrayList<>();
    for (Method method : methods) {
      MethodDescriptor descriptor = method.descriptor();
      rows.add(
          List.of(
              "[%1$s](%1$s.md)".formatted(descriptor.id()),
              descriptor.title(),
              descriptor.year() == 0 ? "" : String.valueOf(descriptor.year()),
              MethodPage.link(descriptor.reference())));
    }
    return Markdown.table(List.of("method", "paper", "year", "reference"), rows);
  }

  private static String parts(List<Method> methods) {
    List<Slot> slots = MethodFacts.slotsThatDiffer(methods);
    List<String> titles = new ArrayList<>(List.of("method", "bits"));
    slots.forEach(slot -> titles.add(slot.title()));
    List<List<String>> rows = new ArrayList<>();
    for (Method method : methods) {
      List<String> row =
          new ArrayList<>(List.of("`" + method.descriptor().id() + "`", method.bits().toString()));
      slots.forEach(slot -> row.add(PartName.of(method, slot)));
      rows.add(row);
    }
    return Markdown.table(titles, rows);
  }
}
