/** A network as data: a closed graph of operations. */
@NullMarked
package org.bnnlab.api.network;

import org.jspecify.annotations.NullMarked;
