/** The two ends of every table: nothing binarized, and the plain binary network. */
@NullMarked
package org.bnnlab.methods.baseline;

import org.jspecify.annotations.NullMarked;
