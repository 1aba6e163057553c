/** From an architecture and a method to a closed network. */
@NullMarked
package org.bnnlab.models.resolve;

import org.jspecify.annotations.NullMarked;
