/** Losses by the names that recipes use. */
@NullMarked
package org.bnnlab.bench.objective;

import org.jspecify.annotations.NullMarked;
