/** Methods in words: what fills each slot, options, deviations. */
@NullMarked
package org.bnnlab.bench.describe;

import org.jspecify.annotations.NullMarked;
