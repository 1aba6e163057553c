/** JPEG files to pixels, by libjpeg-turbo where the machine has it, else by the JDK. */
@NullMarked
package org.bnnlab.data.jpeg;

import org.jspecify.annotations.NullMarked;
