/** ReActNet, ECCV 2020. */
@NullMarked
package org.bnnlab.methods.reactnet;

import org.jspecify.annotations.NullMarked;
