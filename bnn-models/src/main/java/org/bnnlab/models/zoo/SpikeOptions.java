package org.bnnlab.models.zoo;

import java.util.ArrayList;
import java.util.List;
import org.bnnlab.api.architecture.Slots;
import org.bnnlab.api.network.Edge;
import org.bnnlab.api.network.NetworkException;
import org.bnnlab.api.network.Operation;
import org.bnnlab.api.network.SpikeCode;
import org.bnnlab.api.option.OptionSpec;
import org.bnnlab.api.option.Options;
import org.bnnlab.api.parameter.Initializer;

/** What spiking networks have in common: the code of their input, and their neurons. */
final class SpikeOptions {

  private SpikeOptions() {}

  /** A network's own options with those of every spiking network behind them. */
  static List<OptionSpec> with(OptionSpec... own) {
    List<OptionSpec> all = new ArrayList<>(List.of(own));
    all.add(
        OptionSpec.choice(
            "code",
            "rate: values in [0, 1] are probabilities of a spike; population: each coordinate is"
                + " seen by neurons that prefer one value; events: the channels of a sample are"
                + " its steps",
            "rate",
            "population",
            "events"));
    all.add(OptionSpec.of("steps", 40, "time steps of a sample"));
    all.add(OptionSpec.of("neurons", 10, "population: neurons for each coordinate"));
    all.add(OptionSpec.of("low", 0.0, "population: value that the first neuron prefers"));
    all.add(OptionSpec.of("high", 1.0, "population: value that the last neuron prefers"));
    all.add(OptionSpec.of("membrane", 10.0, "time constant of the membrane, in steps"));
    all.add(OptionSpec.of("synapse", 6.0, "time constant of the synapses, in steps"));
    all.add(OptionSpec.of("refractory", 2.0, "time constant after a spike, in steps"));
    all.add(OptionSpec.of("biased", false, "whether neurons have a one-bit bias"));
    return List.copyOf(all);
  }

  /** The input as spikes. */
  static Edge encoded(Slots slots, Options options) {
    SpikeCode code =
        switch (options.text("code")) {
          case "population" -> {
            try {
              yield new SpikeCode.Population(
                  options.integer("neurons"), options.number("low"), options.number("high"));
            } catch (IllegalArgumentException e) {
              throw new NetworkException("spikes: " + e.getMessage());
            }
          }
          case "events" -> new SpikeCode.Events();
          default -> new SpikeCode.Rate();
        };
    return slots
        .nodes()
        .add("spikes", new Operation.SpikeEncoding(code, options.integer("steps")), slots.input());
  }

  /** Neurons behind a layer. */
  static Edge neurons(Slots slots, Options options, String path, Edge sums) {
    Initializer bias = slots.nodes().initialization().body();
    return slots
        .nodes()
        .add(
            path,
            new Operation.SpikingNeurons(
                sums.channels(),
                options.number("membrane"),
                options.number("synapse"),
                options.number("refractory"),
                options.flag("biased") ? bias : null),
            sums);
  }
}
