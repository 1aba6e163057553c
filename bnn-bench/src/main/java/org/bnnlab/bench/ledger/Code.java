package org.bnnlab.bench.ledger;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import org.bnnlab.api.method.MethodModule;
import org.jspecify.annotations.Nullable;

/**
 * The code of a run.
 *
 * @param commit the commit of the checkout, or null outside of one
 * @param dirty whether files differ from that commit, or null outside of a checkout
 * @param plugins jars on the class path that bring methods of their own
 */
public record Code(@Nullable String commit, @Nullable Boolean dirty, List<Artefact> plugins) {

  private static final long GIT_SECONDS = 10;

  /** Copies the list. */
  public Code {
    plugins = List.copyOf(plugins);
  }

  /** The code that is running. */
  public static Code capture() {
    Path home = checkout().orElse(null);
    String commit = home == null ? null : git(home, "rev-parse", "HEAD");
    String changes = home == null || commit == null ? null : git(home, "status", "--porcelain");
    return new Code(commit, changes == null ? null : !changes.isEmpty(), pluginJars());
  }

  /** The folder of the checkout we run from: where ./bnn is. */
  public static Optional<Path> checkout() {
    String home = System.getProperty("bnn.home");
    Path start = home == null ? Path.of("").toAbsolutePath() : Path.of(home);
    for (Path folder = start; folder != null; folder = folder.getParent()) {
      if (Files.exists(folder.resolve(".git")) && Files.exists(folder.resolve("bnn-bench"))) {
        return Optional.of(folder);
      }
    }
    return Optional.empty();
  }

  private static @Nullable String git(Path folder, String... arguments) {
    List<String> command = new ArrayList<>(List.of("git", "-C", folder.toString()));
    command.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      byte[] answer = process.getInputStream().readAllBytes();
      if (!process.waitFor(GIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        process.destroy();
        return null;
      }
      return new String(answer, StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      return null;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return null;
    }
  }

  /** Jars with methods that are not ours. */
  private static List<Artefact> pluginJars() {
    return ServiceLoader.load(MethodModule.class).stream()
        .map(ServiceLoader.Provider::type)
        .filter(type -> !type.getPackageName().startsWith("org.bnnlab.methods."))
        .flatMap(type -> jar(type).stream())
        .distinct()
        .map(jar -> new Artefact(String.valueOf(jar.getFileName()), sha256(jar)))
        .toList();
  }

  private static Optional<Path> jar(Class<?> type) {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    if (source == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Path.of(source.getLocation().toURI())).filter(Files::isRegularFile);
    } catch (URISyntaxException e) {
      return Optional.empty();
    }
  }

  private static String sha256(Path file) {
    try {
      byte[] bytes = Files.readAllBytes(file);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (IOException e) {
      return "unreadable";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
