package org.bnnlab.data.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.bnnlab.data.Dataset;
import org.bnnlab.data.cifar.Cifar10;
import org.junit.jupiter.api.Test;

class DatasetsTest {

  @Test
  void the_standard_catalogue_lists_what_comes_with_the_laboratory() {
    assertThat(Datasets.standard().descriptions())
        .extracting(Dataset::id)
        .containsExactly(
            "cifar10",
            "cifar100",
            "mnist",
            "imagenet",
            "nmnist",
            "mnistdvs",
            "dvsgestures",
            "twomoons",
            "shapes32",
            "folder");
  }

  @Test
  void a_source_is_found_by_its_id() {
    assertThat(Datasets.standard().source("cifar10")).isInstanceOf(Cifar10.class);
  }

  @Test
  void an_unknown_id_is_answered_with_the_known_ones() {
    assertThatThrownBy(() -> Datasets.standard().source("cifar"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "unknown data set \"cifar\"; one of: cifar10, cifar100, mnist, imagenet, nmnist,"
                + " mnistdvs, dvsgestures, twomoons, shapes32, folder");
  }

  @Test
  void two_sources_of_one_id_are_refused() {
    assertThatThrownBy(() -> new Datasets(List.of(new Cifar10(), new Cifar10())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("two data sets have the id \"cifar10\"");
  }
}
