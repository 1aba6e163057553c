/** What a training step of a method costs beside another's. */
@NullMarked
package org.bnnlab.bench.overhead;

import org.jspecify.annotations.NullMarked;
