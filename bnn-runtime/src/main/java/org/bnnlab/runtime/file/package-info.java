/** Files of packed networks. */
@NullMarked
package org.bnnlab.runtime.file;

import org.jspecify.annotations.NullMarked;
