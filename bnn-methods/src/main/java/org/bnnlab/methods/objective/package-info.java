/** Losses that several methods use: smoothed labels, and what a student learns from a teacher. */
@NullMarked
package org.bnnlab.methods.objective;

import org.jspecify.annotations.NullMarked;
