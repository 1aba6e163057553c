/** Named streams of random numbers, all derived from one seed. */
@NullMarked
package org.bnnlab.api.random;

import org.jspecify.annotations.NullMarked;
