/** Judges predictions: confusion matrix and per-class figures, through Tribuo's evaluation. */
@NullMarked
package org.bnnlab.bench.evaluation;

import org.jspecify.annotations.NullMarked;
