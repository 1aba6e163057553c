package org.bnnlab.models.draw;

import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.bnnlab.api.network.Network;

/**
 * Draws a network as SVG: columns for stem, stages and head, repeated blocks once with their
 * number, bits as colours, shapes where one column hands over to the next.
 *
 * <p>Structure comes from the paths of the nodes alone: {@code stage1.block0.conv1} stands in block
 * {@code block0} of column {@code stage1}.
 */
public final class NetworkDrawing {

  private static final double MARGIN = 26;
  private static final double TITLE = 62;
  private static final double COLUMN_GAP = 30;
  private static final double GROUP_GAP = 22;
  private static final double FRAME = 12;
  private static final double HEAD = 66;
  private static final double PILL = 18;
  private static final double ENTRY = 24;
  private static final double LEGEND = 54;

  /** Width of a node without weights, seen from that of a layer. */
  private static final double NARROW = 0.82;

  private static final String GREY = "#8a93a3";
  private static final String INK = "#2b3340";
  private static final String BLUE = Chip.Kind.BINARY.fill();

  private final Network network;
  private final Svg svg = new Svg();
  private final Set<Chip.Kind> used = EnumSet.noneOf(Chip.Kind.class);

  private NetworkDrawing(Network network) {
    this.network = network;
  }

  /**
   * Draws.
   *
   * @param network a resolved network
   * @param title first line
   * @param facts second line
   * @return an SVG document
   */
  public static String svg(Network network, String title, String facts) {
    return new NetworkDrawing(network).document(title, facts);
  }

  /** A column with the layouts of its groups. */
  private record Placed(Outline.Column column, List<GroupLayout> layouts) {

    double left() {
      return layouts.stream().mapToDouble(GroupLayout::left).max().orElseThrow() + FRAME;
    }

    double right() {
      return layouts.stream().mapToDouble(GroupLayout::right).max().orElseThrow() + FRAME;
    }

    double height() {
      return layouts.stream().mapToDouble(GroupLayout::height).sum()
          + layouts.size() * 2 * FRAME
          + (layouts.size() - 1) * GROUP_GAP;
    }
  }

  private String document(String title, String facts) {
    List<Placed> columns =
        Outline.of(network).columns().stream()
            .map(
                column ->
                    new Placed(column, column.groups().stream().map(GroupLayout::new).toList()))
            .toList();
    double tallest = columns.stream().mapToDouble(Placed::height).max().orElseThrow();
    double top = MARGIN + TITLE + HEAD;
    double x = MARGIN;
    double entry = 0;
    for (int i = 0; i < columns.size(); i++) {
      Placed column = columns.get(i);
      double middle = x + column.left();
      if (i == 0) {
        pill(middle, top - ENTRY, "input " + text(network.inputShape()));
        wire(false, false, middle, top - ENTRY + PILL / 2, middle, top);
      } else {
        boolean signs = network.bits(columns.get(i - 1).column().output().path()) == 1;
        wire(signs, false, entry, top - ENTRY, middle, top - ENTRY, middle, top);
      }
      double bottom = column(column, middle, top);
      entry = handOver(column, middle, bottom, x, top, i == columns.size() - 1);
      x += column.left() + column.right() + COLUMN_GAP;
    }
    double width = Math.max(x - COLUMN_GAP + MARGIN, 640);
    double height = top + tallest + GROUP_GAP + PILL + 22 + LEGEND;
    svg.text(MARGIN, MARGIN + 8, 20, "font-weight='bold' fill='" + INK + "'", title);
    svg.text(MARGIN, MARGIN + 32, 12, "fill='" + GREY + "'", facts);
    legend(height - LEGEND + 18);
    return svg.document(width, height, title);
  }

  /** Draws the groups of a column below each other; gives the lower end. */
  private double column(Placed column, double middle, double top) {
    String title = spaced(column.column().title());
    svg.text(
        middle - column.left() + FRAME / 2,
        top - 52,
        13,
        "font-weight='bold' fill='" + INK + "'",
        title);
    double y = top;
    for (int i = 0; i < column.layouts().size(); i++) {
      GroupLayout layout = column.layouts().get(i);
      Outline.Group group = column.column().groups().get(i);
      if (i > 0) {
        boolean signs = network.bits(group.nodes().getFirst().inputs().getFirst()) == 1;
        wire(signs, false, middle, y - GROUP_GAP, middle, y);
      }
      group(column, group, layout, middle, y);
      y += layout.height() + 2 * FRAME + GROUP_GAP;
    }
    return y - GROUP_GAP;
  }

  private void group(
      Placed column, Outline.Group group, GroupLayout layout, double middle, double top) {
    double left = middle - column.left();
    double width = column.left() + layout.right() + FRAME;
    double height = layout.height() + 2 * FRAME;
    boolean framed = !group.title().isEmpty();
    if (framed) {
      String frame = "fill='#f7f8fa' stroke='#c3c9d4' stroke-width='1'";
      for (int card = Math.min(group.repeats() - 1, 2); card >= 0; card--) {
        svg.box(left + 3.0 * card, top + 3.0 * card, width, height, 7, frame);
      }
    }
    double y = top + FRAME;
    wire(false, false, middle, top, middle, y);
    wires(group, layout, middle, y);
    for (int i = 0; i < layout.size(); i++) {
      chip(
          group.labels().get(i),
          middle + layout.laneX(layout.lane(i)),
          y + layout.y(i),
          layout.lane(i) == 0 ? GroupLayout.MAIN_WIDTH : GroupLayout.SIDE_WIDTH);
    }
    wire(false, false, middle, top + height - FRAME, middle, top + height);
    if (framed && group.repeats() > 1) {
      String times = "×" + group.repeats();
      double side = Svg.width(times, 12) + 12;
      svg.box(left + width - side + 6, top - 9, side, 19, 9.5, "fill='" + INK + "'");
      svg.text(
          left + width - side / 2 + 6,
          top + 0.5,
          12,
          "font-weight='bold' text-anchor='middle' fill='#ffffff'",
          times);
    }
  }

  private void wires(Outline.Group group, GroupLayout layout, double middle, double top) {
    for (int to = 0; to < layout.size(); to++) {
      double toX = middle + layout.laneX(layout.lane(to));
      double toY = top + layout.y(to);
      double toTop = toY - group.labels().get(to).kind().height() / 2;
      List<String> sources = group.nodes().get(to).inputs();
      for (int k = 0; k < sources.size(); k++) {
        int from = layout.inputs(to).get(k);
        boolean signs = network.bits(sources.get(k)) == 1;
        boolean outside = from == GroupLayout.OUTSIDE;
        int fromLane = outside ? 0 : layout.lane(from);
        double fromX = middle + layout.laneX(fromLane);
        double fromBottom =
            outside
                ? top - GroupLayout.GAP
                : top + layout.y(from) + group.labels().get(from).kind().height() / 2;
        double fork = fromBottom + GroupLayout.GAP / 2;
        if (layout.skips(from, to)) {
          double track = middle + layout.trackX(from, to);
          double side = toX - halfWidth(group.labels().get(to), GroupLayout.MAIN_WIDTH);
          wire(signs, fromX, fromBottom, fromX, fork, track, fork, track, toY, side, toY);
        } else if (fromLane == layout.lane(to)) {
          wire(signs, fromX, fromBottom, toX, toTop);
        } else if (fromLane < layout.lane(to)) {
          wire(signs, fromX, fromBottom, fromX, fork, toX, fork, toX, toTop);
        } else if (layout.lane(to) == 0) {
          double side = toX + halfWidth(group.labels().get(to), GroupLayout.MAIN_WIDTH);
          wire(signs, fromX, fromBottom, fromX, toY, side, toY);
        } else {
          double join = toTop - GroupLayout.GAP / 2;
          wire(signs, fromX, fromBottom, fromX, join, toX, join, toX, toTop);
        }
      }
    }
  }

  private static double halfWidth(Chip chip, double width) {
    return switch (chip.kind()) {
      case JUNCTION -> chip.kind().height() / 2;
      case BINARY, BINARY_WEIGHTS, BINARY_ACTIVATIONS, REAL -> width / 2;
      case SIGN, LEARNED, PLAIN -> NARROW * width / 2;
    };
  }

  private void chip(Chip chip, double x, double y, double width) {
    Chip.Kind kind = chip.kind();
    used.add(kind);
    double height = kind.height();
    String ink = "text-anchor='middle' fill='" + kind.ink() + "'";
    switch (kind) {
      case JUNCTION -> {
        svg.circle(x, y, height / 2, "fill='#ffffff' stroke='" + INK + "' stroke-width='1.1'");
        svg.text(x, y, 13, ink, chip.label());
      }
      case BINARY, BINARY_WEIGHTS, BINARY_ACTIVATIONS, REAL -> {
        svg.box(x - width / 2, y - height / 2, width, height, 4, "fill='" + kind.fill() + "'");
        svg.text(x, y, fitting(chip.label(), width), "font-weight='bold' " + ink, chip.label());
      }
      case SIGN, LEARNED, PLAIN -> {
        String stroke = kind == Chip.Kind.SIGN ? BLUE : "#b4bcc9";
        double inner = NARROW * width;
        svg.box(
            x - inner / 2,
            y - height / 2,
            inner,
            height,
            height / 2,
            "fill='%s' stroke='%s' stroke-width='1'".formatted(kind.fill(), stroke));
        svg.text(x, y, fitting(chip.label(), inner), ink, chip.label());
      }
    }
  }

  private static double fitting(String label, double width) {
    return Math.min(11, 11 * (width - 10) / Svg.width(label, 11));
  }

  /** The shape that leaves a column, and the way to the next; gives where that way stands. */
  private double handOver(
      Placed column, double middle, double bottom, double left, double top, boolean last) {
    Shape shape = network.shape(column.column().output().path());
    boolean signs = network.bits(column.column().output().path()) == 1;
    double y = bottom + GROUP_GAP;
    wire(signs, middle, bottom, middle, y);
    String text = last && shape.dimension() == 1 ? shape.get(0) + " outputs" : text(shape);
    double half = pill(middle, y + PILL / 2, text);
    double gutter = left + column.left() + column.right() + COLUMN_GAP / 2;
    if (!last) {
      wire(signs, false, middle + half, y + PILL / 2, gutter, y + PILL / 2, gutter, top - ENTRY);
    }
    return gutter;
  }

  private double pill(double x, double y, String text) {
    double half = Svg.width(text, 11) / 2 + 9;
    svg.box(
        x - half, y - PILL / 2, 2 * half, PILL, PILL / 2, "fill='#ffffff' stroke='" + INK + "'");
    svg.text(x, y, 11, "text-anchor='middle' fill='" + INK + "'", text);
    return half;
  }

  private void wire(boolean signs, double... corners) {
    wire(signs, true, corners);
  }

  /** A connection; the arrow's head is part of the picture, since few converters know markers. */
  private void wire(boolean signs, boolean arrow, double... corners) {
    String colour = signs ? BLUE : GREY;
    svg.wire("stroke='%s' stroke-width='%s'".formatted(colour, signs ? "2" : "1.2"), corners);
    if (arrow) {
      int n = corners.length;
      double x = corners[n - 2];
      double y = corners[n - 1];
      double dx = Math.signum(x - corners[n - 4]);
      double dy = Math.signum(y - corners[n - 3]);
      svg.head(x, y, dx, dy, colour);
    }
  }

  private void legend(double y) {
    double x = MARGIN;
    svg.text(x, y, 11, "fill='" + GREY + "'", "bits of weights / activations");
    x += Svg.width("bits of weights / activations", 11) + 4;
    for (Chip.Kind kind : Chip.Kind.values()) {
      if (!kind.bits().isEmpty() && used.contains(kind)) {
        x = swatch(kind, x, y);
      }
    }
    wire(true, x, y, x + 26, y);
    svg.text(x + 34, y, 11, "fill='" + INK + "'", "signs");
    wire(false, x + 78, y, x + 104, y);
    svg.text(x + 112, y, 11, "fill='" + INK + "'", "real values");
    svg.box(x + 190, y - 8, 16, 16, 8, "fill='" + Chip.Kind.LEARNED.fill() + "' stroke='#b4bcc9'");
    svg.text(x + 212, y, 11, "fill='" + INK + "'", "learned, 32 bits");
  }

  private double swatch(Chip.Kind kind, double x, double y) {
    svg.box(x, y - 9, 54, 18, 4, "fill='" + kind.fill() + "'");
    svg.text(
        x + 27,
        y,
        11,
        "font-weight='bold' text-anchor='middle' fill='" + kind.ink() + "'",
        kind.bits());
    return x + 64;
  }

  /** {@code stage1} as {@code stage 1}. */
  private static String spaced(String title) {
    return title.replaceAll("(?<=[a-z])(?=[0-9])", " ");
  }

  private static String text(Shape shape) {
    return Arrays.stream(shape.getShape())
        .mapToObj(String::valueOf)
        .collect(Collectors.joining("×"));
  }
}
