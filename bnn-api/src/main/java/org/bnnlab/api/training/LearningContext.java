package org.bnnlab.api.training;

import org.bnnlab.api.random.RandomStreams;

/**
 * What a learning rule works with.
 *
 * @param network runs the network that is trained
 * @param state the run's state, parameters initialized
 * @param streams the run's randomness
 * @param optimizer the run's optimizer
 * @param objective the method's loss
 * @param gradientTransform the method's change of gradients
 * @param afterStep the method's change of values
 * @param facts sizes of the run
 */
public record LearningContext(
    NetworkRunner network,
    StateStore state,
    RandomStreams streams,
    Optimizer optimizer,
    Objective objective,
    GradientTransform gradientTransform,
    AfterStep afterStep,
    RunFacts facts) {}
