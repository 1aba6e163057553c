/** The architectures of the papers. */
@NullMarked
package org.bnnlab.models.zoo;

import org.jspecify.annotations.NullMarked;
