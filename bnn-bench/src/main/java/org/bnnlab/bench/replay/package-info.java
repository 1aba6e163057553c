/** Replays training trajectories that another framework recorded. */
@NullMarked
package org.bnnlab.bench.replay;

import org.jspecify.annotations.NullMarked;
