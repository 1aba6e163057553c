/** Architectures: the shape of a network, with slots that a method fills. */
@NullMarked
package org.bnnlab.api.architecture;

import org.jspecify.annotations.NullMarked;
