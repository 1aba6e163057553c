package org.bnnlab.bench.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.bnnlab.api.check.FaultException;
import org.bnnlab.data.DatasetSource;
import org.bnnlab.data.Download;
import org.bnnlab.data.fetch.Fetcher;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bnn data fetch NAME}: the files of a data set from their publisher. */
@Command(
    name = "fetch",
    description = {
      "Fetch the files of a data set from their publisher and compare their checksums.",
      "A broken transfer goes on where it broke, also in a later call."
    })
final class DataFetchCommand implements Callable<Integer> {

  private static final int ATTEMPTS = 5;

  private final Console console;

  @Parameters(paramLabel = "NAME", description = "Id of a data set (see bnn datasets).")
  private String name = "";

  @Option(names = "--data", paramLabel = "DIR", required = true, description = "Takes the files.")
  private Path data = Path.of("");

  DataFetchCommand(Console console) {
    this.console = console;
  }

  @Override
  public Integer call() {
    DatasetSource source = DatasetTable.named(name);
    List<Download> downloads = source.downloads();
    if (downloads.isEmpty()) {
      throw new FaultException(
          source.needsLocation()
              ? "data set %s cannot be fetched; it comes from %s"
                  .formatted(name, source.description().source())
              : "data set %s needs no files: it is %s"
                  .formatted(name, source.description().source()));
    }
    console.err().println("licence of %s: %s".formatted(name, source.description().licence()));
    Fetcher fetcher = new Fetcher(ATTEMPTS, Duration.ofSeconds(2), new Lines()::arrived);
    for (Download download : downloads) {
      Fetcher.Outcome outcome = fetcher.fetch(download, data);
      console
          .out()
          .println(
              "%s: %s, %s as published"
                  .formatted(
                      data.resolve(download.name()),
                      outcome == Fetcher.Outcome.FETCHED ? "fetched" : "is there",
                      download.checksum().algorithm()));
    }
    return 0;
  }

  /** One line for each tenth of a file, or for each 100 MB where the size is unknown. */
  private final class Lines {

    private static final long UNKNOWN = 100_000_000;

    private String file = "";
    private long part;

    void arrived(String name, long bytes, long total) {
      long now = total > 0 ? 10 * bytes / total : bytes / UNKNOWN;
      if (!name.equals(file)) {
        file = name;
        part = now;
      } else if (now > part) {
        part = now;
        String of = total > 0 ? String.format(Locale.ROOT, " of %.1f MB", total / 1e6) : "";
        console.err().println(String.format(Locale.ROOT, "%s: %.1f%s", name, bytes / 1e6, of));
      }
    }
  }
}
