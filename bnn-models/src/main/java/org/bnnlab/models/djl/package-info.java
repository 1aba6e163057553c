/** Execution and training of a network on DJL. */
@NullMarked
package org.bnnlab.models.djl;

import org.jspecify.annotations.NullMarked;
