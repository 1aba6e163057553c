/** How good features are: probes of frozen features, each a protocol of its own. */
@NullMarked
package org.bnnlab.bench.features;

import org.jspecify.annotations.NullMarked;
