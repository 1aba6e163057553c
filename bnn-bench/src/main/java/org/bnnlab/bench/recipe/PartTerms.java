package org.bnnlab.bench.recipe;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.option.OptionSpec;
import org.bnnlab.api.option.Options;
import org.bnnlab.api.parameter.ParameterRole;
import org.bnnlab.bench.objective.Objectives;
import org.bnnlab.bench.recipe.Expressions.SyntaxException;
import org.bnnlab.bench.recipe.Setting.Call;
import org.bnnlab.bench.recipe.Setting.Group;
import org.bnnlab.bench.recipe.Setting.Sequence;
import org.bnnlab.bench.recipe.Setting.Word;
import org.bnnlab.bench.schedule.LearningRateSchedule;
import org.jspecify.annotations.Nullable;

/** The parts of a recipe that have arguments: optimizers, schedules, and options. */
final class PartTerms {

  private static final List<OptionSpec> SGD =
      List.of(
          OptionSpec.of("lr", Double.NaN, "learning rate"),
          OptionSpec.of("momentum", 0.0, "momentum"),
          OptionSpec.of("dampening", 0.0, "dampening of the momentum"),
          OptionSpec.of("nesterov", false, "Nesterov's momentum"),
          OptionSpec.of("weightDecay", 0.0, "weight decay"));

  private static final List<OptionSpec> TWO_MOMENTS =
      List.of(
          OptionSpec.of("lr", Double.NaN, "learning rate"),
          OptionSpec.of("beta1", 0.9, "what remains of the first moment"),
          OptionSpec.of("beta2", 0.999, "what remains of the second moment"),
          OptionSpec.of("epsilon", 1e-8, "what keeps the denominator above 0"),
          OptionSpec.of("weightDecay", 0.0, "weight decay"));

  private static final Map<String, List<OptionSpec>> OPTIMIZERS =
      Map.of(
          "sgd",
          SGD,
          "adam",
          TWO_MOMENTS,
          "adamw",
          TWO_MOMENTS,
          "radam",
          TWO_MOMENTS,
          OptimizerSpec.OWN,
          List.of(OptionSpec.of("lr", Double.NaN, "learning rate")));

  private final Faults faults;
  private final RoleTerms roles;

  PartTerms(Faults faults) {
    this.faults = faults;
    this.roles = new RoleTerms(faults);
  }

  /** The optimizer, or null with a fault. */
  @Nullable OptimizerSpec optimizer(Setting setting) {
    Call call = call("optimizer", setting, OPTIMIZERS.keySet());
    if (call == null) {
      return null;
    }
    Map<String, Setting> named = new LinkedHashMap<>(call.named());
    if (call.name().equals(OptimizerSpec.OWN) && named.containsKey("decays")) {
      faults.add(call.line(), "own has no weight decay; options of the method say what it has");
    }
    Set<ParameterRole> decays =
        roles.roles("decays", named.remove("decays"), OptimizerSpec.ALL_ROLES, "[weight, scale]");
    Call rest = new Call(call.line(), call.name(), call.positional(), named);
    Map<String, Object> values = resolve(call.name(), known(OPTIMIZERS, call.name()), rest);
    double rate = number(values.get("lr"));
    if (Double.isNaN(rate)) {
      if (!named.containsKey("lr") && call.positional().isEmpty()) {
        faults.add(call.line(), "%s needs a learning rate, such as lr: 0.1", call.name());
      }
      return null;
    }
    if (rate <= 0 || Double.isInfinite(rate)) {
      faults.add(call.line(), "lr must be above 0, found %s", plain(rate));
      return null;
    }
    Map<String, Double> settings = new LinkedHashMap<>();
    values.forEach(
        (name, value) -> {
          if (!name.equals("lr")) {
            settings.put(name, number(value));
          }
        });
    checkOptimizer(call.line(), settings);
    return new OptimizerSpec(call.name(), rate, settings, decays);
  }

  private void checkOptimizer(int line, Map<String, Double> settings) {
    within(line, "dampening", settings.get("dampening"), 0, 1);
    for (String remains : List.of("momentum", "beta1", "beta2")) {
      Double share = settings.get(remains);
      if (share != null && !(share >= 0 && share < 1)) {
        faults.add(line, "%s must be in [0, 1), found %s", remains, plain(share));
      }
    }
    atLeast(line, "weightDecay", settings.get("weightDecay"), 0);
    atLeast(line, "epsilon", settings.get("epsilon"), 0);
    boolean plain =
        settings.getOrDefault("momentum", 0.0) > 0 && settings.getOrDefault("dampening", 0.0) == 0;
    if (settings.getOrDefault("nesterov", 0.0) > 0 && !plain) {
      faults.add(line, "nesterov needs a momentum above 0 and no dampening");
    }
  }

  /**
   * The schedule, or null with a fault.
   *
   * @param epochs epochs of the training, or {@link Integer#MAX_VALUE} where they are at fault
   */
  @Nullable ScheduleSpec schedule(Setting setting, int epochs) {
    Map<String, List<OptionSpec>> schedules = LearningRateSchedule.options();
    Call call = call("schedule", setting, schedules.keySet());
    if (call == null) {
      return null;
    }
    Map<String, Object> settings =
        resolve("schedule " + call.name(), known(schedules, call.name()), call);
    if (epochs < Integer.MAX_VALUE) {
      try {
        LearningRateSchedule.of(call.name(), settings, 1, epochs);
      } catch (FaultException e) {
        e.faults().forEach(fault -> faults.add(call.line(), "%s", fault));
      }
    }
    return new ScheduleSpec(call.name(), settings);
  }

  /** The loss, or null with a fault. */
  @Nullable ObjectiveSpec loss(Setting setting) {
    Map<String, List<OptionSpec>> losses = Objectives.options();
    Call call = call("loss", setting, losses.keySet());
    if (call == null) {
      return null;
    }
    Map<String, Object> settings = resolve("loss " + call.name(), known(losses, call.name()), call);
    try {
      Objectives.of(call.name(), settings);
    } catch (IllegalArgumentException e) {
      faults.add(call.line(), "%s", String.valueOf(e.getMessage()));
    }
    return new ObjectiveSpec(call.name(), settings);
  }

  /**
   * A name with arguments, from any of its three forms.
   *
   * @param known the names to choose from
   * @return null, with a fault, if there is no name or an unknown one
   */
  @Nullable Call call(String kind, Setting setting, Collection<String> known) {
    Call call = anyCall(kind, setting);
    if (call == null || known.contains(call.name())) {
      return call;
    }
    faults.add(
        call.line(),
        "%s \"%s\" is unknown; one of: %s",
        kind,
        call.name(),
        String.join(", ", new TreeSet<>(known)));
    return null;
  }

  /** The same, whatever the name. */
  @Nullable Call anyCall(String kind, Setting setting) {
    switch (setting) {
      case Word word -> {
        try {
          return Expressions.parse(word.text(), word.line());
        } catch (SyntaxException e) {
          faults.add(word.line(), "%s %s cannot be read: %s", kind, word.shown(), e.reason());
        }
      }
      case Group group when group.entries().get("id") instanceof Word id -> {
        Map<String, Setting> rest = new LinkedHashMap<>(group.entries());
        rest.remove("id");
        return new Call(group.line(), id.text(), List.of(), rest);
      }
      default -> faults.add(setting.line(), "%s needs an id, found %s", kind, setting.shown());
    }
    return null;
  }

  /** The arguments of a call as declared, defaults filled in; faults are added with their lines. */
  Map<String, Object> resolve(String owner, List<OptionSpec> specs, Call call) {
    Map<String, Setting> named = new LinkedHashMap<>();
    for (int i = 0; i < call.positional().size(); i++) {
      if (i < specs.size()) {
        named.put(specs.get(i).name(), call.positional().get(i));
      } else {
        faults.add(call.line(), "%s takes at most %d arguments", owner, specs.size());
        break;
      }
    }
    call.named()
        .forEach(
            (name, value) -> {
              if (named.put(name, value) != null) {
                faults.add(value.line(), "%s: \"%s\" is given twice", owner, name);
              }
            });
    Map<String, Object> valid = new LinkedHashMap<>();
    named.forEach(
        (name, setting) -> {
          try {
            Options.resolve(owner, specs, Map.of(name, value(setting)));
            valid.put(name, value(setting));
          } catch (FaultException e) {
            e.faults().forEach(fault -> faults.add(setting.line(), "%s", fault));
          }
        });
    return Options.resolve(owner, specs, valid).values();
  }

  private static Object value(Setting setting) {
    return switch (setting) {
      case Word word -> word.value();
      case Sequence sequence -> sequence.items().stream().map(PartTerms::value).toList();
      default -> setting.shown();
    };
  }

  private void atLeast(int line, String name, @Nullable Object value, int least) {
    if (value != null && !(number(value) >= least)) {
      faults.add(line, "%s must be at least %d, found %s", name, least, plain(number(value)));
    }
  }

  private void within(int line, String name, @Nullable Object value, int least, int most) {
    if (value != null && !(number(value) >= least && number(value) <= most)) {
      faults.add(line, "%s must be in [%d, %d], found %s", name, least, most, plain(number(value)));
    }
  }

  private static double number(@Nullable Object value) {
    return switch (value) {
      case Number number -> number.doubleValue();
      case Boolean flag -> flag ? 1 : 0;
      case null, default -> 0;
    };
  }

  /** 5 rather than 5.0. */
  private static String plain(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? String.format(Locale.ROOT, "%.0f", value)
        : Double.toString(value);
  }

  private static List<OptionSpec> known(Map<String, List<OptionSpec>> terms, String name) {
    return terms.getOrDefault(name, List.of());
  }
}
