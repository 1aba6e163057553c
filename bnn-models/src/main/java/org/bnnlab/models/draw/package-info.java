/** The network as a picture. */
@NullMarked
package org.bnnlab.models.draw;

import org.jspecify.annotations.NullMarked;
