/** {@code shapes32}: an embedded data set of procedurally drawn figures. */
@NullMarked
package org.bnnlab.data.shapes;

import org.jspecify.annotations.NullMarked;
