/** Leaderboards: the results of a ledger as a terminal table, as CSV and as a page. */
@NullMarked
package org.bnnlab.bench.leaderboard;

import org.jspecify.annotations.NullMarked;
