/** Files fetched from their publishers, so that what arrives is what was published. */
@NullMarked
package org.bnnlab.data.fetch;

import org.jspecify.annotations.NullMarked;
