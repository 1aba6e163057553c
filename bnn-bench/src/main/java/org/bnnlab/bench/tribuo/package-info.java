/** Trained networks as models of Tribuo. */
@NullMarked
package org.bnnlab.bench.tribuo;

import org.jspecify.annotations.NullMarked;
