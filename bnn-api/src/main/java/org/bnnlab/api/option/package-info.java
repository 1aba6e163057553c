/** Options of methods and architectures: declared, typed, checked together. */
@NullMarked
package org.bnnlab.api.option;

import org.jspecify.annotations.NullMarked;
