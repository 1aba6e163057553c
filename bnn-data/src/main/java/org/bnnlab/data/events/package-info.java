/** Recordings of event cameras, and spike trains made of them or of numbers. */
@NullMarked
package org.bnnlab.data.events;

import org.jspecify.annotations.NullMarked;
