/** Parts with names: what a recipe may put in place of a method's own parts. */
@NullMarked
package org.bnnlab.api.part;

import org.jspecify.annotations.NullMarked;
