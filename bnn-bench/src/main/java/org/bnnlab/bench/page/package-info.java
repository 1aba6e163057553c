/** Pages of methods: prose in Markdown with blocks that are generated from the code. */
@NullMarked
package org.bnnlab.bench.page;

import org.jspecify.annotations.NullMarked;
