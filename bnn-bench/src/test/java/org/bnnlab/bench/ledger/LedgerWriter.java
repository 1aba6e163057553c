package org.bnnlab.bench.ledger;

import java.nio.file.Path;

/** Another process that appends rows: {@code LedgerWriter FILE METHOD ROWS}. */
final class LedgerWriter {

  private LedgerWriter() {}

  public static void main(String[] arguments) throws Exception {
    Ledger ledger = new Ledger(Path.of(arguments[0]));
    int rows = Integer.parseInt(arguments[2]);
    for (int seed = 0; seed < rows; seed++) {
      ledger.append(Rows.of(arguments[1], seed, 50).row());
    }
  }
}
