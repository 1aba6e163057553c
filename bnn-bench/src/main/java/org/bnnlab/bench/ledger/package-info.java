/** Results: one row a run, in a file that only grows, and how a series of seeds is judged. */
@NullMarked
package org.bnnlab.bench.ledger;

import org.jspecify.annotations.NullMarked;
