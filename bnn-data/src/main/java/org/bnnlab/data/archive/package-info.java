/** Archives unpacked without trust in what they say. */
@NullMarked
package org.bnnlab.data.archive;

import org.jspecify.annotations.NullMarked;
