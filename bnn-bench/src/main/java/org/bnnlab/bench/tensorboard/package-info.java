/** Event files that TensorBoard and its relatives read. */
@NullMarked
package org.bnnlab.bench.tensorboard;

import org.jspecify.annotations.NullMarked;
