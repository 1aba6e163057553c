/** BiSNN: spiking networks with binary weights, trained layer by layer and step by step. */
@NullMarked
package org.bnnlab.methods.bisnn;

import org.jspecify.annotations.NullMarked;
