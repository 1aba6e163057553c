/** Figures of curves as SVG and PNG. */
@NullMarked
package org.bnnlab.bench.plot;

import org.jspecify.annotations.NullMarked;
