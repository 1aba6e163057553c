/** Plans a program once and runs it. */
@NullMarked
package org.bnnlab.runtime.engine;

import org.jspecify.annotations.NullMarked;
