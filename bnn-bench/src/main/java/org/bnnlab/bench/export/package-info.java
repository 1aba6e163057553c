/** From a trained network to a packed program. */
@NullMarked
package org.bnnlab.bench.export;

import org.jspecify.annotations.NullMarked;
