/** Argument checks at the public face of every module. */
@NullMarked
package org.bnnlab.api.check;

import org.jspecify.annotations.NullMarked;
