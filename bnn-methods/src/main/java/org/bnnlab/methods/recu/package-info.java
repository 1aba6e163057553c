/** ReCU, ICCV 2021. */
@NullMarked
package org.bnnlab.methods.recu;

import org.jspecify.annotations.NullMarked;
