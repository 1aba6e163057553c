package org.bnnlab.bench.tensorboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventFileTest {

  private static final Clock CLOCK = Clock.fixed(Instant.ofEpochSecond(2), ZoneOffset.UTC);

  private static Map<String, Double> scalars(double loss) {
    return new TreeMap<>(Map.of("loss/train", loss, "top1/test", 50.0));
  }

  @Test
  void checksums_are_masked_as_tensorflow_does() {
    byte[] digits = "123456789".getBytes(StandardCharsets.US_ASCII);

    // CRC-32C of these digits is 0xE3069283 (RFC 3720's polynomial).
    int expected = Integer.rotateRight(0xE3069283, 15) + 0xa282ead8;
    assertThat(TfRecord.masked(digits, 0, digits.length)).isEqualTo(expected);
  }

  @Test
  void a_file_is_what_the_protocol_buffers_say_byte_for_byte(@TempDir Path folder)
      throws IOException {
    EventFile events = new EventFile(folder, CLOCK);
    events.write(List.of(Map.of("a", 1.5)));

    byte[] version = HexFormat.of().parseHex("0900000000000000401a0d627261696e2e4576656e743a32");
    // wall_time 2.0, step 0, summary { value { tag "a" simple_value 1.5 } }
    byte[] event = HexFormat.of().parseHex("09000000000000004010002a0a0a080a0161150000c03f");
    byte[] first = TfRecord.framed(version);
    byte[] second = TfRecord.framed(event);
    byte[] file = Files.readAllBytes(events.file());
    assertThat(Arrays.copyOf(file, first.length)).isEqualTo(first);
    assertThat(Arrays.copyOfRange(file, first.length, file.length)).isEqualTo(second);
  }

  @Test
  void steps_are_added_once_and_a_torn_end_is_mended(@TempDir Path folder) throws IOException {
    EventFile events = new EventFile(folder.resolve("all"), CLOCK);
    events.write(List.of(scalars(3), scalars(2), scalars(1)));
    byte[] whole = Files.readAllBytes(events.file());

    EventFile resumed = new EventFile(folder.resolve("resumed"), CLOCK);
    for (int cut = 0; cut < whole.length; cut += 7) {
      Files.createDirectories(resumed.file().getParent());
      Files.write(resumed.file(), Arrays.copyOf(whole, cut));
      resumed.write(List.of(scalars(3), scalars(2)));
      resumed.write(List.of(scalars(3), scalars(2), scalars(1)));
      resumed.write(List.of(scalars(3), scalars(2), scalars(1)));

      assertThat(Files.readAllBytes(resumed.file())).as("cut at %d", cut).isEqualTo(whole);
    }
  }
}
