/** Arithmetic on packed signs: scalar as the specification, vectors for speed. */
@NullMarked
package org.bnnlab.runtime.kernel;

import org.jspecify.annotations.NullMarked;
