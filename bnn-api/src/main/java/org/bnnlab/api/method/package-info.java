/** Methods: what one paper puts into the slots, registered as a Guice module. */
@NullMarked
package org.bnnlab.api.method;

import org.jspecify.annotations.NullMarked;
