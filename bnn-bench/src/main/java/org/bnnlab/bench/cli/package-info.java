/** The command line {@code bnn}: one class a command. */
@NullMarked
package org.bnnlab.bench.cli;

import org.jspecify.annotations.NullMarked;
