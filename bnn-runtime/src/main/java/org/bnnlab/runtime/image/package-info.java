/** Images of any size, and how they become what a network takes. */
@NullMarked
package org.bnnlab.runtime.image;

import org.jspecify.annotations.NullMarked;
