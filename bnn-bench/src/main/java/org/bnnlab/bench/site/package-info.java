/** The leaderboard as static pages that open from disk, and its tables in other forms. */
@NullMarked
package org.bnnlab.bench.site;

import org.jspecify.annotations.NullMarked;
