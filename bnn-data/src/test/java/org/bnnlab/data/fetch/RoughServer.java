package org.bnnlab.data.fetch;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/** A server for one file on this machine's own address; it misbehaves request by request. */
final class RoughServer implements AutoCloseable {

  enum Behaviour {
    HONEST,
    /** Breaks the connection after a third of what is left. */
    DROPS,
    /** Announces and sends less than there is. */
    SHORT,
    WRONG_BYTE,
    IGNORES_RANGES,
    NOT_FOUND
  }

  private final byte[] content;
  private final List<Behaviour> behaviours;
  private final ServerSocket socket;
  private final List<Long> ranges = new CopyOnWriteArrayList<>();

  RoughServer(byte[] content, Behaviour... behaviours) {
    this.content = content.clone();
    this.behaviours = List.of(behaviours);
    try {
      this.socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofPlatform().daemon().start(this::serve);
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/set.bin");
  }

  int requests() {
    return ranges.size();
  }

  /** The first byte that each request asked for. */
  List<Long> ranges() {
    return List.copyOf(ranges);
  }

  private void serve() {
    while (!socket.isClosed()) {
      try (Socket connection = socket.accept()) {
        answer(connection);
      } catch (IOException e) {
        // closed by the test or by the client
      }
    }
  }

  private void answer(Socket connection) throws IOException {
    BufferedReader request =
        new BufferedReader(
            new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
    int from = 0;
    for (String line = request.readLine();
        line != null && !line.isEmpty();
        line = request.readLine()) {
      if (line.toLowerCase(Locale.ROOT).startsWith("range: bytes=")) {
        from = Integer.parseInt(line.substring("range: bytes=".length(), line.length() - 1));
      }
    }
    Behaviour behaviour =
        ranges.size() < behaviours.size() ? behaviours.get(ranges.size()) : Behaviour.HONEST;
    ranges.add((long) from);
    OutputStream out = connection.getOutputStream();
    if (behaviour == Behaviour.NOT_FOUND) {
      out.write("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n".getBytes(ascii()));
      return;
    }
    if (behaviour == Behaviour.IGNORES_RANGES) {
      from = 0;
    }
    byte[] sent = content.clone();
    if (behaviour == Behaviour.WRONG_BYTE) {
      sent[content.length / 2] ^= 1;
    }
    int length = content.length - from;
    int announced = behaviour == Behaviour.SHORT ? length / 2 : length;
    String status =
        from == 0
            ? "200 OK"
            : "206 Partial Content\r\nContent-Range: bytes %d-%d/%d"
                .formatted(from, content.length - 1, content.length);
    out.write(
        "HTTP/1.1 %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
            .formatted(status, announced)
            .getBytes(ascii()));
    out.write(sent, from, behaviour == Behaviour.DROPS ? length / 3 : announced);
    out.flush();
  }

  private static java.nio.charset.Charset ascii() {
    return StandardCharsets.US_ASCII;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
