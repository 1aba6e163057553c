/** Files of a run: arrays, tensors, and folders that are replaced as a whole. */
@NullMarked
package org.bnnlab.bench.file;

import org.jspecify.annotations.NullMarked;
