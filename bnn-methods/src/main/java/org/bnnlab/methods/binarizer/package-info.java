/** Weight binarizers that several papers share. */
@NullMarked
package org.bnnlab.methods.binarizer;

import org.jspecify.annotations.NullMarked;
