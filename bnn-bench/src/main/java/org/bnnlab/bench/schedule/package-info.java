/** Learning rates over the epochs of a run. */
@NullMarked
package org.bnnlab.bench.schedule;

import org.jspecify.annotations.NullMarked;
