/** IR-Net, CVPR 2020. */
@NullMarked
package org.bnnlab.methods.irnet;

import org.jspecify.annotations.NullMarked;
