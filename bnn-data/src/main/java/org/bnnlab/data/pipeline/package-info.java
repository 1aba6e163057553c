/** Batches prepared ahead by worker threads, equal for any number of them. */
@NullMarked
package org.bnnlab.data.pipeline;

import org.jspecify.annotations.NullMarked;
