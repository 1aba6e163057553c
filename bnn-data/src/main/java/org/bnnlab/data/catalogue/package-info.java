/** The data sets that come with BNN Lab, by id. */
@NullMarked
package org.bnnlab.data.catalogue;

import org.jspecify.annotations.NullMarked;
