/** What a part of a network learns, and how it starts. */
@NullMarked
package org.bnnlab.api.parameter;

import org.jspecify.annotations.NullMarked;
