/** MeliusNet, WACV 2021. */
@NullMarked
package org.bnnlab.methods.meliusnet;

import org.jspecify.annotations.NullMarked;
