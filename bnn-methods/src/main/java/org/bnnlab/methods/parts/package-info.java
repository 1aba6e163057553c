/** The parts that recipes call by name. */
@NullMarked
package org.bnnlab.methods.parts;

import org.jspecify.annotations.NullMarked;
