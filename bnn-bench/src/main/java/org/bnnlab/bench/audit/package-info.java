/** Checks that the rows of a ledger say what their files say. */
@NullMarked
package org.bnnlab.bench.audit;

import org.jspecify.annotations.NullMarked;
