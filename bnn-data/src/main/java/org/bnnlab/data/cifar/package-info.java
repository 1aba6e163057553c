/** CIFAR-10 (Krizhevsky, 2009) read from its published binary layout. */
@NullMarked
package org.bnnlab.data.cifar;

import org.jspecify.annotations.NullMarked;
