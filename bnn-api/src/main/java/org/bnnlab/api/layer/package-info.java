/** What a part of a method is told about the layer that it works for. */
@NullMarked
package org.bnnlab.api.layer;

import org.jspecify.annotations.NullMarked;
