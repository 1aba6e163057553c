/** BayesBiNN: a Bernoulli posterior over binary weights, trained by natural gradients. */
@NullMarked
package org.bnnlab.methods.bayesbinn;

import org.jspecify.annotations.NullMarked;
