/** Pruning in rounds with masks that are found without labels, 2020. */
@NullMarked
package org.bnnlab.methods.sslpruning;

import org.jspecify.annotations.NullMarked;
