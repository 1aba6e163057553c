/** Optimizers that agree with torch's step by step. */
@NullMarked
package org.bnnlab.bench.optimizer;

import org.jspecify.annotations.NullMarked;
