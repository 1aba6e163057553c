package org.bnnlab.methods.bisnn;

import org.bnnlab.api.network.Operation;

/**
 * Decay of the traces in one time step.
 *
 * @param alpha of P, exp(−1/τ_membrane)
 * @param beta of Q, exp(−1/τ_synapse)
 * @param gamma of R, exp(−1/τ_refractory)
 */
record NeuronConstants(double alpha, double beta, double gamma) {

  static NeuronConstants of(Operation.SpikingNeurons neurons) {
    return of(neurons.membrane(), neurons.synapse(), neurons.refractory());
  }

  /** From time constants in steps. */
  static NeuronConstants of(double membrane, double synapse, double refractory) {
    return new NeuronConstants(
        Math.exp(-1 / membrane), Math.exp(-1 / synapse), Math.exp(-1 / refractory));
  }
}
