/** Networks that learn without labels: momentum contrast and S2-BNN, CVPR 2021. */
@NullMarked
package org.bnnlab.methods.s2bnn;

import org.jspecify.annotations.NullMarked;
