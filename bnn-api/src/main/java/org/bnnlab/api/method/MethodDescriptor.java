package org.bnnlab.api.method;

import static org.bnnlab.api.check.Checks.requireArgument;

import java.util.ArrayList;
import java.util.List;
import org.bnnlab.api.option.OptionSpec;

/**
 * Name and origin of a method.
 *
 * @param id id in recipes, lower case letters and digits
 * @param title title of the paper, or what the method is
 * @param year year of publication, 0 for a baseline without a paper
 * @param reference where it is published, such as {@code arXiv:2103.12369}
 * @param deviations where paper and official code differ and what is implemented, one line each
 * @param options options a recipe may set
 */
public record MethodDescriptor(
    String id,
    String title,
    int year,
    String reference,
    List<String> deviations,
    List<OptionSpec> options) {

  /** Checks the id. */
  public MethodDescriptor {
    requireArgument(
        id.matches("[a-z][a-z0-9]*"),
        "method id must be lower case letters and digits, found \"%s\"",
        id);
    deviations = List.copyOf(deviations);
    options = List.copyOf(options);
  }

  /** Starts a description. */
  public static MethodDescriptor named(String id) {
    return new MethodDescriptor(id, id, 0, "", List.of(), List.of());
  }

  /** With the title of the paper. */
  public MethodDescriptor titled(String paper) {
    return new MethodDescriptor(id, paper, year, reference, deviations, options);
  }

  /** With year and reference. */
  public MethodDescriptor published(int when, String where) {
    return new MethodDescriptor(id, title, when, where, deviations, options);
  }

  /** With one more deviation between paper and code. */
  public MethodDescriptor deviating(String deviation) {
    return new MethodDescriptor(
        id, title, year, reference, appended(deviations, deviation), options);
  }

  /** With one more option. */
  public MethodDescriptor with(OptionSpec option) {
    return new MethodDescriptor(id, title, year, reference, deviations, appended(options, option));
  }

  private static <T> List<T> appended(List<T> list, T last) {
    List<T> all = new ArrayList<>(list);
    all.add(last);
    return all;
  }
}
