package org.bnnlab.data;

import static org.bnnlab.data.Checks.requireArgument;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A checksum as a publisher states it.
 *
 * @param algorithm {@code SHA-256} or {@code MD5}
 * @param hex the digest in lower-case hexadecimal digits
 */
public record Checksum(String algorithm, String hex) {

  public Checksum {
    int digits = hex.length();
    requireArgument(
        (algorithm.equals("SHA-256") && digits == 64) || (algorithm.equals("MD5") && digits == 32),
        "checksum must be SHA-256 (64 digits) or MD5 (32 digits), found %s with %d digits",
        algorithm,
        digits);
    requireArgument(
        hex.matches("[0-9a-f]+"), "checksum must be lower-case hexadecimal, found \"%s\"", hex);
  }

  public static Checksum sha256(String hex) {
    return new Checksum("SHA-256", hex);
  }

  public static Checksum md5(String hex) {
    return new Checksum("MD5", hex);
  }

  /** The SHA-256 of everything that is left in {@code content}. */
  public static Checksum sha256Of(InputStream content) throws IOException {
    return of("SHA-256", content);
  }

  /** The checksum of everything that is left in {@code content}. */
  public static Checksum of(String algorithm, InputStream content) throws IOException {
    MessageDigest digest = newDigest(algorithm);
    byte[] chunk = new byte[1 << 16];
    for (int read = content.read(chunk); read >= 0; read = content.read(chunk)) {
      digest.update(chunk, 0, read);
    }
    return new Checksum(algorithm, HexFormat.of().formatHex(digest.digest()));
  }

  private static MessageDigest newDigest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256 and MD5", e);
    }
  }
}
