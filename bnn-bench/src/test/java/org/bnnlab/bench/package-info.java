/** What tests of several packages share. */
@NullMarked
package org.bnnlab.bench;

import org.jspecify.annotations.NullMarked;
