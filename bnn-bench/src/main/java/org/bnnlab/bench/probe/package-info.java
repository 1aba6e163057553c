/** Applies single parts of a method to tensors in files. */
@NullMarked
package org.bnnlab.bench.probe;

import org.jspecify.annotations.NullMarked;
