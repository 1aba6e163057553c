package org.bnnlab.data.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.bnnlab.data.DataException;
import org.bnnlab.data.ImageDataset;
import org.bnnlab.data.SharedFolder;
import org.bnnlab.data.Split;
import org.junit.jupiter.api.Test;

class EventsTest {

  private static byte[] event(int x, int y, int polarity, int micros) {
    return new byte[] {
      (byte) x, (byte) y, (byte) (polarity << 7 | micros >> 16), (byte) (micros >> 8), (byte) micros
    };
  }

  private static byte[] joined(byte[]... events) {
    byte[] bytes = new byte[5 * events.length];
    for (int i = 0; i < events.length; i++) {
      System.arraycopy(events[i], 0, bytes, 5 * i, 5);
    }
    return bytes;
  }

  @Test
  void forty_bits_are_an_event() {
    Events events =
        NmnistFile.read(joined(event(33, 2, 1, 0x7FFFFF), event(0, 33, 0, 258)), "f", 34);

    assertThat(events.size()).isEqualTo(2);
    assertThat(events.x(0)).isEqualTo(33);
    assertThat(events.y(0)).isEqualTo(2);
    assertThat(events.polarity(0)).isEqualTo(1);
    assertThat(events.micros(0)).isEqualTo(8_388_607);
    assertThat(events.polarity(1)).isZero();
    assertThat(events.micros(1)).isEqualTo(258);
  }

  @Test
  void an_overflow_moves_the_clock_and_is_no_event() {
    Events events =
        NmnistFile.read(joined(event(1, 1, 1, 5), event(0, 240, 0, 0), event(1, 1, 1, 5)), "f", 34);

    assertThat(events.size()).isEqualTo(2);
    assertThat(events.micros(1)).isEqualTo(8197);
  }

  @Test
  void faults_name_file_and_offset() {
    assertThatThrownBy(() -> NmnistFile.read(new byte[7], "a.bin", 34))
        .isInstanceOf(DataException.class)
        .hasMessage("a.bin: offset 5: the file ends within an event of 5 bytes");
    assertThatThrownBy(
            () -> NmnistFile.read(joined(event(1, 1, 0, 0), event(34, 1, 0, 0)), "a.bin", 34))
        .hasMessage("a.bin: offset 5: an event at column 34, row 1; the sensor has 34 of each");
  }

  @Test
  void a_bin_with_any_event_is_a_spike() {
    Events events =
        NmnistFile.read(
            joined(
                event(1, 0, 1, 999),
                event(1, 0, 1, 10),
                event(0, 1, 0, 1000),
                event(0, 0, 0, 2000)),
            "f",
            34);
    byte[] spikes = new byte[1 + 2 * 2 * 2 * 2];

    events.bin(2, 1000, 2, 2, spikes, 1);

    // (T, polarity, row, column), one place in front left alone
    assertThat(spikes).containsExactly(0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0);
  }

  @Test
  void real_recordings_are_read_with_their_labels() {
    Path sample = SharedFolder.require("data/nmnist-sample");

    ImageDataset train = new Nmnist().open(Split.TRAIN, sample);

    assertThat(train.size()).isEqualTo(120);
    assertThat(new int[] {train.label(0), train.label(1), train.label(2)}).containsExactly(5, 0, 4);
    byte[] spikes = new byte[train.shape().size()];
    for (int i = 0; i < train.size(); i++) {
      train.copyPixels(i, spikes, 0);
      int count = 0;
      for (byte spike : spikes) {
        assertThat(spike == 0 || spike == -1).isTrue();
        count += spike == 0 ? 0 : 1;
      }
      assertThat(count).as("spikes of recording %d", i).isBetween(500, 12_000);
    }
  }
}
