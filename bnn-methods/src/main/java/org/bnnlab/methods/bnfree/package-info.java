/** Binary networks without batch normalization, CVPR workshops 2021. */
@NullMarked
package org.bnnlab.methods.bnfree;

import org.jspecify.annotations.NullMarked;
