/** What a network costs: parameters by bit width, operations, size. */
@NullMarked
package org.bnnlab.models.cost;

import org.jspecify.annotations.NullMarked;
