package org.bnnlab.data;

import static org.bnnlab.data.Checks.requireArgument;

import java.net.URI;
import java.util.Arrays;
import java.util.List;

/**
 * A file at its publisher's.
 *
 * @param name what it is called on disk
 * @param bytes size; 0 if unknown
 * @param checksum the published content
 * @param addresses where it is, to be tried in this order
 */
public record Download(String name, long bytes, Checksum checksum, List<URI> addresses) {

  public Download {
    requireArgument(
        name.matches("[A-Za-z0-9][A-Za-z0-9._-]*"), "a download needs a plain name, got %s", name);
    requireArgument(bytes >= 0, "size of %s must be 0 (unknown) or more, found %d", name, bytes);
    addresses = List.copyOf(addresses);
    requireArgument(!addresses.isEmpty(), "download %s needs an address", name);
  }

  /** A file that is described already. */
  public static Download of(DataFile file, String... addresses) {
    return new Download(
        file.name(),
        file.bytes(),
        file.checksum(),
        Arrays.stream(addresses).map(URI::create).toList());
  }
}
