package org.bnnlab.bench.probe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.api.method.Methods;
import org.bnnlab.bench.plot.Figure;
import org.bnnlab.bench.plot.Point;
import org.bnnlab.bench.plot.Series;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CurvesTest {

  @TempDir Path folder;

  @Test
  void a_part_without_schedule_is_one_line() {
    Figure figure = figure("bnn", Probe.Role.ACTIVATION, 100);

    assertThat(forward(figure)).extracting(Series::label).containsExactly("every epoch");
    assertThat(backward(figure).getFirst().points())
        .allMatch(point -> point.y() == (Math.abs(point.x()) <= 1 ? 1 : 0));
    assertThat(forward(figure).getFirst().points())
        .allMatch(point -> point.y() == (point.x() >= 0 ? 1 : -1));
  }

  @Test
  void the_slope_of_a_schedule_is_that_of_its_epoch() {
    List<Series> slopes = backward(figure("irnet", Probe.Role.ACTIVATION, 101));

    assertThat(slopes)
        .extracting(Series::label)
        .startsWith("epoch 0 · k 1000 · t 0.001", "epoch 20 · k 161 · t 0.0062")
        .hasSize(6);
    // Epoch 80 of 101: t = 10^(-3 + 320/101) and slope t·(1 - tanh²(t·x)) above t = 1.
    double t = Math.pow(10, -3 + 320.0 / 101);
    for (Point point : slopes.get(4).points()) {
      double tanh = Math.tanh(t * point.x());
      assertThat(point.y()).isCloseTo(t * (1 - tanh * tanh), within(1e-5));
    }
  }

  @Test
  void weights_beyond_the_quantile_get_no_slope_of_their_own() {
    List<Series> slopes = backward(figure("recu", Probe.Role.WEIGHT, 100));

    // Standardized to 2√2; the bell's mean magnitude is 2·ln 2·√3/π, Q/b = ln(1/0.3).
    double bound = 2 * Math.log(2) * Math.sqrt(3) / Math.PI * Math.log(1 / 0.3);
    for (Point point : slopes.getFirst().points()) {
      if (Math.abs(Math.abs(point.x()) - bound) > 0.02) {
        assertThat(point.y() > 1).isEqualTo(Math.abs(point.x()) < bound);
      }
    }
    assertThat(slopes.getLast().points()).allMatch(point -> point.y() > 2.7 && point.y() < 2.9);
  }

  @Test
  void a_learned_offset_moves_threshold_and_window() {
    Figure figure = figure("sdbnn", Probe.Role.ACTIVATION, 1);

    assertThat(forward(figure).getFirst().points())
        .allMatch(point -> point.y() == (point.x() >= -0.5 ? 1 : -1));
  }

  @Test
  void pictures_are_well_formed_and_name_method_and_role() throws Exception {
    Figure figure = figure("recu", Probe.Role.WEIGHT, 60);

    figure.write(folder.resolve("curves.png"));
    BufferedImage image = ImageIO.read(folder.resolve("curves.png").toFile());
    assertThat(image.getWidth()).isGreaterThan(2 * image.getHeight());
    assertThat(
            DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(figure.svg().getBytes(StandardCharsets.UTF_8)))
                .getElementsByTagName("title")
                .item(0)
                .getTextContent())
        .isEqualTo("recu · weight");
    assertThatThrownBy(() -> figure.write(folder.resolve("curves.pdf")))
        .isInstanceOf(FaultException.class)
        .hasMessageStartingWith("a picture is a file that ends in .svg or .png, found ");
  }

  private static Figure figure(String method, Probe.Role role, int epochs) {
    return new Curves(Methods.load().create(method, Map.of(), null), role, epochs).figure();
  }

  private static List<Series> forward(Figure figure) {
    return figure.charts().getFirst().series();
  }

  private static List<Series> backward(Figure figure) {
    return figure.charts().getLast().series();
  }
}
