/** A network in lowered form, ready to be stored and run. */
@NullMarked
package org.bnnlab.runtime.program;

import org.jspecify.annotations.NullMarked;
