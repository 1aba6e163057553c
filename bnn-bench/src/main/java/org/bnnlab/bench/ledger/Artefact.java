package org.bnnlab.bench.ledger;

/**
 * A file that belongs to a result.
 *
 * @param path path, relative to the folder of the run, or the name of a jar
 * @param sha256 its SHA-256, in lower-case hexadecimal digits
 */
public record Artefact(String path, String sha256) {}
