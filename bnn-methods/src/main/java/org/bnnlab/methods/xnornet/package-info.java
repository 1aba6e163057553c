/** XNOR-Net, ECCV 2016. */
@NullMarked
package org.bnnlab.methods.xnornet;

import org.jspecify.annotations.NullMarked;
