/** Recipes: YAML files that become immutable experiments with a hash. */
@NullMarked
package org.bnnlab.bench.recipe;

import org.jspecify.annotations.NullMarked;
