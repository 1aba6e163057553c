package org.bnnlab.tests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import org.bnnlab.bench.ledger.ResultRow;

/** What of a row must not depend on when and how often its run was interrupted. */
final class LastingPart {

  private static final JsonMapper JSON = JsonMapper.builder().build();

  private LastingPart() {}

  /** The row without times, memory and the options of the JVM. */
  static JsonNode of(ResultRow row) throws IOException {
    ObjectNode node = (ObjectNode) JSON.readTree(row.toJson());
    node.remove("cost");
    ((ObjectNode) node.get("identity")).remove("finishedAt");
    ((ObjectNode) node.get("environment")).remove("flags");
    return node;
  }
}
