/** BinaryDenseNet and ResNetE, "Back to Simplicity", 2019. */
@NullMarked
package org.bnnlab.methods.binarydensenet;

import org.jspecify.annotations.NullMarked;
