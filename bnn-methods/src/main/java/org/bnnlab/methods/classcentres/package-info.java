/** Class weights that are the centres of their classes' regions, 2021. */
@NullMarked
package org.bnnlab.methods.classcentres;

import org.jspecify.annotations.NullMarked;
