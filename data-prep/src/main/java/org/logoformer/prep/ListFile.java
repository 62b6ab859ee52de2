package org.logoformer.prep;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.error.DataException;
import org.logoformer.error.Reason;
import org.logoformer.provenance.Sha256;

/**
 * A list as it was read.
 *
 * @param name folder and file
 * @param sha256 of its bytes, in hexadecimal
 * @param lines those that are not blank
 */
record ListFile(String name, String sha256, List<ListLine> lines) {
  private static final String BYTE_ORDER_MARK = "\uFEFF";

  /**
   * Reads a list, UTF-8, with any line ends.
   *
   * @throws DataException if it is missing or has no lines
   */
  static ListFile read(FileSystem files, Path path) throws IOException {
    return read(files, path, path.getParent().getName() + "/" + path.getName());
  }

  /** The same, under a name of its own. */
  static ListFile read(FileSystem files, Path path, String name) throws IOException {
    byte[] bytes;
    try (InputStream in = files.open(path)) {
      bytes = in.readAllBytes();
    } catch (ChecksumException e) {
      throw new DataException("List " + path + ": " + Reason.ofChecksum(path.getName()), e);
    } catch (FileNotFoundException e) {
      throw new DataException(
          "List "
              + path
              + " is missing: see prep.source and prep.layout, or synth.list and synth.layout",
          e);
    }
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (text.startsWith(BYTE_ORDER_MARK)) {
      text = text.substring(BYTE_ORDER_MARK.length());
    }
    List<ListLine> lines = new ArrayList<>();
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      if (!line.isBlank()) {
        lines.add(new ListLine(name, number, line.strip()));
      }
    }
    if (lines.isEmpty()) {
      throw new DataException("List " + path + " has no lines");
    }
    return new ListFile(name, Sha256.hex(bytes), List.copyOf(lines));
  }
}
