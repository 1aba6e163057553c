/** What a data set is: its description, an opened split, the random streams a caller lends it. */
@NullMarked
package org.bnnlab.data;

import org.jspecify.annotations.NullMarked;
