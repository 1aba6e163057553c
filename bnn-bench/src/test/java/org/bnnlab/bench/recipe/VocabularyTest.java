package org.bnnlab.bench.recipe;

import static org.assertj.core.api.Assertions.assertThat;

import org.bnnlab.api.architecture.Architecture;
import org.bnnlab.models.resolve.Architectures;
import org.junit.jupiter.api.Test;

class VocabularyTest {

  @Test
  void recipes_may_name_every_network_that_there_is() {
    assertThat(Vocabulary.installed().networks().keySet())
        .containsExactlyElementsOf(
            Architectures.load().all().stream().map(Architecture::id).toList())
        .contains("resnet20", "meliusnet22", "binarydensenet28-thumbnail-stem");
  }
}
