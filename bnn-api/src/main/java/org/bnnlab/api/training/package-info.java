/** What a method may change in a training step beyond the network: loss, gradients, projections. */
@NullMarked
package org.bnnlab.api.training;

import org.jspecify.annotations.NullMarked;
