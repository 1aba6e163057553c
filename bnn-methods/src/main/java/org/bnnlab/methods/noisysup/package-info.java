/** Learning with noisy supervision, ICML 2020. */
@NullMarked
package org.bnnlab.methods.noisysup;

import org.jspecify.annotations.NullMarked;
