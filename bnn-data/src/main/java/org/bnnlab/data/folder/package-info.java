/** Images of any size in one folder per class, as ImageNet and users' own data. */
@NullMarked
package org.bnnlab.data.folder;

import org.jspecify.annotations.NullMarked;
