package org.logoformer;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.logoformer.train.state.FlatVector;

/**
 * What the test of a promise about failures found; a paragraph of {@code target/promises/NN.txt}.
 *
 * @param promise its number
 * @param what in a few words, unique within the promise
 * @param fault what was really done
 * @param undisturbed figures or hashes without the fault
 * @param disturbed the same with it
 */
public record Evidence(
    int promise, String what, String fault, String undisturbed, String disturbed) {

  /** Writes it down, and fails unless both runs gave the same. */
  public void requireEqual() {
    write(undisturbed.equals(disturbed) ? "held, equal bit for bit" : "NOT HELD");
    assertThat(disturbed).as(what).isEqualTo(undisturbed);
  }

  /** Writes down what assertions before this have shown. */
  public void held() {
    write("held");
  }

  /** The beginning of a SHA-256. */
  public static String hash(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return "sha256 " + HexFormat.of().formatHex(digest.digest(), 0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The beginning of a SHA-256. */
  public static String hash(FlatVector... parts) {
    return hash(Stream.of(parts).map(Evidence::bytes).toArray(byte[][]::new));
  }

  private static byte[] bytes(FlatVector vector) {
    ByteBuffer buffer = ByteBuffer.allocate(Math.toIntExact(vector.packedSize()));
    vector.pack(buffer);
    return buffer.array();
  }

  private void write(String verdict) {
    Path file = Path.of("target/promises/%02d.txt".formatted(promise));
    String title = "Promise %d: %s%n".formatted(promise, what);
    try (FileChannel lock = lock(file.resolveSibling(".lock"))) {
      // Of the processes that run tests; closing lets it go.
      lock.lock();
      List<String> paragraphs = new ArrayList<>();
      if (Files.exists(file)) {
        paragraphs.addAll(List.of(Files.readString(file).strip().split("\n\n", -1)));
      }
      // Of an earlier run.
      paragraphs.removeIf(p -> p.startsWith(title));
      paragraphs.add(
          title
              + "  fault:       %s\n  undisturbed: %s\n  disturbed:   %s\n  verdict:     %s"
                  .formatted(fault, undisturbed, disturbed, verdict));
      Files.writeString(file, String.join("\n\n", paragraphs) + "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static FileChannel lock(Path file) throws IOException {
    Files.createDirectories(file.getParent());
    return FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
  }
}
