/** Training runs: data, steps, evaluation, checkpoints, and the row that comes out. */
@NullMarked
package org.bnnlab.bench.run;

import org.jspecify.annotations.NullMarked;
