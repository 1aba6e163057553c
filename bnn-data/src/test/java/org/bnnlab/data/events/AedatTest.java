package org.bnnlab.data.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.bnnlab.data.DataException;
import org.bnnlab.data.ImageDataset;
import org.bnnlab.data.Split;
import org.bnnlab.data.events.AedatFiles.Event;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The formats of MNIST-DVS and DVS Gestures, on files written to their specification. */
class AedatTest {

  private static final int HEADER_2 = "#!AER-DAT2.0\r\n# This is a raw AE data file\r\n".length();
  private static final int HEADER_3 =
      "#!AER-DAT3.1\r\n#Format: RAW\r\n#Source 1: DVS128\r\n#!END-HEADER\r\n".length();

  private static Events read2(byte[] file) {
    return Aedat2File.read(ByteBuffer.wrap(file), "a.aedat");
  }

  private static Events read3(byte[] file) {
    return Aedat3File.read(ByteBuffer.wrap(file), "a.aedat", 128, 0, Long.MAX_VALUE);
  }

  private static List<Event> list(Events events) {
    return IntStream.range(0, events.size())
        .mapToObj(i -> new Event(events.x(i), events.y(i), events.polarity(i), events.micros(i)))
        .toList();
  }

  @Test
  void aedat_2_events_are_eight_bytes_behind_the_header() {
    Event[] events = {
      new Event(0, 127, 1, 0), new Event(127, 0, 0, 1_000_000), new Event(35, 48, 1, 0xFFFFFFFFL)
    };

    assertThat(list(read2(AedatFiles.aedat2(events)))).containsExactly(events);
  }

  @Test
  void the_bytes_of_an_aedat_2_event_are_those_of_the_format() {
    byte[] file = AedatFiles.aedat2(new Event(125, 3, 1, 258));

    assertThat(Arrays.copyOfRange(file, HEADER_2, file.length))
        .containsExactly(0, 0, 3, 5, 0, 0, 1, 2);
  }

  @Test
  void what_is_no_event_of_a_pixel_is_passed_over() {
    byte[] file = AedatFiles.aedat2(new Event(1, 1, 0, 5), new Event(2, 2, 1, 6));
    file[HEADER_2 + 2] |= (byte) 0x80;

    assertThat(list(read2(file))).containsExactly(new Event(2, 2, 1, 6));
  }

  @Test
  void faults_of_aedat_2_name_file_and_offset() {
    byte[] honest = AedatFiles.aedat2(new Event(1, 1, 0, 5));

    assertThatThrownBy(() -> read2(Arrays.copyOf(honest, honest.length - 3)))
        .isInstanceOf(DataException.class)
        .hasMessage(
            "a.aedat: offset %d: the file ends within an event of 8 bytes".formatted(HEADER_2));
    assertThatThrownBy(() -> read2("#!AER-DAT3.1\r\n".getBytes(StandardCharsets.US_ASCII)))
        .hasMessage("a.aedat: offset 0: the file does not begin with the line #!AER-DAT2.0");
    assertThatThrownBy(() -> read2("#!AER-DAT2.0".getBytes(StandardCharsets.US_ASCII)))
        .hasMessage("a.aedat: offset 0: a line of the header does not end");
    assertThatThrownBy(() -> read2(new byte[0])).hasMessageContaining("offset 0");
  }

  @Test
  void aedat_3_packets_hold_valid_events_and_overflows_move_the_clock() {
    Event first = new Event(127, 3, 1, 7);
    Event later = new Event(0, 127, 0, 9);
    byte[] frames = AedatFiles.packet(2, 40, 12, 0, 3);
    byte[] invalid = AedatFiles.polarity(0, new Event(5, 5, 1, 8));
    invalid[28] &= (byte) 0xFE;

    Events events =
        read3(
            AedatFiles.aedat3(
                AedatFiles.polarity(0, first), frames, invalid, AedatFiles.polarity(2, later)));

    assertThat(list(events)).containsExactly(first, new Event(0, 127, 0, 9 + (2L << 31)));
  }

  @Test
  void a_stretch_of_time_is_taken_without_its_end() {
    byte[] file =
        AedatFiles.aedat3(
            AedatFiles.polarity(
                0, new Event(1, 1, 0, 9), new Event(2, 1, 0, 10), new Event(3, 1, 0, 19)),
            AedatFiles.polarity(0, new Event(4, 1, 0, 20)));

    Events events = Aedat3File.read(ByteBuffer.wrap(file), "a.aedat", 128, 10, 20).fromFirst();

    assertThat(list(events)).containsExactly(new Event(2, 1, 0, 0), new Event(3, 1, 0, 9));
  }

  @Test
  void faults_of_aedat_3_name_file_and_offset() {
    byte[] honest = AedatFiles.aedat3(AedatFiles.polarity(0, new Event(1, 1, 0, 5)));
    String at = "a.aedat: offset %d: ".formatted(HEADER_3);

    assertThatThrownBy(() -> read3(Arrays.copyOf(honest, HEADER_3 + 27)))
        .hasMessage(at + "the file ends within the 28 bytes that begin a packet");
    assertThatThrownBy(() -> read3(Arrays.copyOf(honest, honest.length - 1)))
        .hasMessage(at + "a packet of 1 events of 8 bytes, but 7 bytes are left");
    assertThatThrownBy(() -> read3(AedatFiles.aedat3(AedatFiles.packet(1, 16, 4, 0, 2))))
        .hasMessage(at + "polarity events have 8 bytes and their time at 4, found 16 and 4");
    assertThatThrownBy(() -> read3(Arrays.copyOf(honest, HEADER_3 - 2)))
        .hasMessageContaining("a line of the header does not end");
    assertThatThrownBy(() -> read3("#!AER-DAT3.1\r\nab".getBytes(StandardCharsets.US_ASCII)))
        .hasMessage("a.aedat: offset 14: the header ends without the line #!END-HEADER");
    assertThatThrownBy(
            () -> read3(AedatFiles.aedat3(AedatFiles.polarity(0, new Event(1, 128, 0, 5)))))
        .hasMessage(
            "a.aedat: offset %d: an event at column 1, row 128; the sensor has 128 of each"
                .formatted(HEADER_3 + 28));
    assertThatThrownBy(
            () -> read3(AedatFiles.aedat3(AedatFiles.polarity(0, new Event(1, 1, 0, 1L << 31)))))
        .hasMessageContaining("times are 0 or more");
  }

  @Test
  void a_packet_of_four_billion_events_is_refused_without_memory_for_them() {
    byte[] file = AedatFiles.aedat3(AedatFiles.polarity(0, new Event(1, 1, 0, 5)));
    Arrays.fill(file, HEADER_3 + 20, HEADER_3 + 24, (byte) -1);

    assertThatThrownBy(() -> read3(file)).hasMessageContaining("a packet of 4294967295 events");
  }

  @Test
  void mnist_dvs_is_cut_to_the_digit_and_split_by_number(@TempDir Path folder) throws IOException {
    Path scale = Files.createDirectories(folder.resolve("grabbed_data3/scale4"));
    Event inside = new Event(48, 73, 1, 5_000);
    byte[] file = AedatFiles.aedat2(new Event(47, 50, 0, 0), inside, new Event(50, 74, 0, 0));
    for (String number : List.of("0001", "0900", "0901", "1000", "1001")) {
      Files.write(scale.resolve("mnist_3_scale04_" + number + ".aedat"), file);
    }
    Files.write(scale.resolve("mnist_3_scale08_0001.aedat"), file);

    MnistDvs digits = new MnistDvs(2, 5_000);
    ImageDataset train = digits.open(Split.TRAIN, folder);
    byte[] spikes = new byte[2 * 2 * 26 * 26];
    train.copyPixels(0, spikes, 0);

    assertThat(train.size()).isEqualTo(2);
    assertThat(digits.open(Split.TEST, folder).size()).isEqualTo(2);
    assertThat(train.label(0)).isEqualTo(3);
    int place = (3 * 26 + 25) * 26; // second step, polarity 1; row 25, column 0
    assertThat(IntStream.range(0, spikes.length).filter(i -> spikes[i] != 0))
        .containsExactly(place);
    assertThat(spikes[place]).isEqualTo((byte) 255);
  }

  @Test
  void gestures_are_cut_out_of_their_recording(@TempDir Path folder) throws IOException {
    byte[] file =
        AedatFiles.aedat3(
            AedatFiles.polarity(
                0,
                new Event(1, 1, 0, 50),
                new Event(127, 4, 1, 100),
                new Event(8, 0, 0, 5_100),
                new Event(9, 9, 0, 20_000)));
    for (String user : List.of("user23_led", "user24_led")) {
      Files.write(folder.resolve(user + ".aedat"), file);
      Files.writeString(
          folder.resolve(user + "_labels.csv"),
          "class,startTime_usec,endTime_usec\n11,100,20000\n2,20000,30000\n");
    }

    DvsGestures gestures = new DvsGestures(2, 5_000);
    ImageDataset train = gestures.open(Split.TRAIN, folder);
    byte[] spikes = new byte[2 * 2 * 32 * 32];
    train.copyPixels(0, spikes, 0);

    assertThat(train.size()).isEqualTo(2);
    assertThat(gestures.open(Split.TEST, folder).size()).isEqualTo(2);
    assertThat(new int[] {train.label(0), train.label(1)}).containsExactly(10, 1);
    assertThat(IntStream.range(0, spikes.length).filter(i -> spikes[i] != 0))
        .containsExactly((32 + 1) * 32 + 31, 2 * 32 * 32 + 2);
  }

  @Test
  void faults_of_a_list_of_gestures_name_its_line() {
    Path file = Path.of("user01_led.aedat");
    String head = "class,startTime_usec,endTime_usec";

    assertThatThrownBy(() -> DvsGestures.gestures(file, "l.csv", List.of("a,b,c")))
        .isInstanceOf(DataException.class)
        .hasMessage("l.csv: line 1: it must be \"class,startTime_usec,endTime_usec\"");
    assertThatThrownBy(() -> DvsGestures.gestures(file, "l.csv", List.of(head, "1,2")))
        .hasMessage("l.csv: line 2: \"1,2\" is no class with two times");
    assertThatThrownBy(() -> DvsGestures.gestures(file, "l.csv", List.of(head, "", "12,2,3")))
        .hasMessageStartingWith("l.csv: line 3: classes are 1 to 11");
    assertThatThrownBy(() -> DvsGestures.gestures(file, "l.csv", List.of(head, "1,3,3")))
        .hasMessageContaining("a gesture ends behind its start");
  }

  @Test
  void a_folder_without_recordings_says_what_it_should_hold(@TempDir Path folder) {
    assertThatThrownBy(() -> new MnistDvs().open(Split.TRAIN, folder))
        .isInstanceOf(DataException.class)
        .hasMessageEndingWith("no recording such as mnist_5_scale04_0001.aedat is there");
    assertThatThrownBy(() -> new DvsGestures().open(Split.TRAIN, null))
        .hasMessageEndingWith("name the one that holds user01_fluorescent.aedat");
  }
}
