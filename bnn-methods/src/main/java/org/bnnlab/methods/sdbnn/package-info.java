/** SD-BNN, 2021. */
@NullMarked
package org.bnnlab.methods.sdbnn;

import org.jspecify.annotations.NullMarked;
