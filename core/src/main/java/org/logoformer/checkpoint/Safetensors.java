package org.logoformer.checkpoint;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.error.DataException;
import org.logoformer.storage.SharedPaths;

/**
 * The content of a safetensors file: 8 bytes length of the header (little-endian), the header
 * (JSON: name to type, shape, byte range), the bytes of all tensors without gaps.
 *
 * <p>Files come from strangers. Before anything is allocated for a tensor, the header is checked
 * against the length of the file; what is not exactly as the format says is refused.
 *
 * @param tensors by name, sorted
 * @param metadata free text by key, sorted
 * @param passedOver type and shape, by name, of tensors of types that nobody here computes with
 *     (BOOL, U32, F8_E4M3 and so on); they are not read, and never written
 */
public record Safetensors(
    Map<String, SafeTensor> tensors, Map<String, String> metadata, Map<String, String> passedOver) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public Safetensors {
    tensors = Collections.unmodifiableMap(new TreeMap<>(tensors));
    metadata = Collections.unmodifiableMap(new TreeMap<>(metadata));
    passedOver = Collections.unmodifiableMap(new TreeMap<>(passedOver));
  }

  /** Tensors with metadata. */
  public Safetensors(Map<String, SafeTensor> tensors, Map<String, String> metadata) {
    this(tensors, metadata, Map.of());
  }

  /** Tensors without metadata. */
  public Safetensors(Map<String, SafeTensor> tensors) {
    this(tensors, Map.of());
  }

  /**
   * Reads a file.
   *
   * @throws DataException if it is missing, broken or hostile
   * @throws IOException if the file system fails
   */
  public static Safetensors read(FileSystem fileSystem, Path file) throws IOException {
    FileStatus status;
    try {
      status = fileSystem.getFileStatus(file);
    } catch (FileNotFoundException e) {
      throw new DataException(
          "No safetensors file %s%s: check the path"
              .formatted(file, SharedPaths.otherwise(file, fileSystem.getConf())),
          e);
    }
    if (status.isDirectory()) {
      throw new DataException(file + " is a folder, a safetensors file was expected");
    }
    try (InputStream in = new BufferedInputStream(fileSystem.open(file), 1 << 16)) {
      return read(in, status.getLen(), file.toString());
    }
  }

  /**
   * Reads a stream.
   *
   * @param length bytes of the file, as the file system knows it
   * @param origin what messages call the file
   * @throws DataException if it is broken or hostile
   * @throws IOException if the stream fails
   */
  public static Safetensors read(InputStream in, long length, String origin) throws IOException {
    SafetensorsHeader header = SafetensorsHeader.read(in, length, origin);
    Map<String, SafeTensor> tensors = new TreeMap<>();
    Map<String, String> passedOver = new TreeMap<>();
    for (SafetensorsHeader.Entry entry : header.entries()) {
      if (entry.dtype().isEmpty()) {
        skip(in, entry, origin);
        passedOver.put(entry.name(), entry.type() + Arrays.toString(entry.shape()));
        continue;
      }
      int size = Math.toIntExact(entry.size());
      byte[] data = in.readNBytes(size);
      if (data.length != size) {
        throw cutOff(entry, origin);
      }
      tensors.put(entry.name(), new SafeTensor(entry.dtype().get(), entry.shape(), data));
    }
    return new Safetensors(tensors, header.metadata(), passedOver);
  }

  private static void skip(InputStream in, SafetensorsHeader.Entry entry, String origin)
      throws IOException {
    try {
      in.skipNBytes(entry.size());
    } catch (EOFException e) {
      throw cutOff(entry, origin);
    }
  }

  private static DataException cutOff(SafetensorsHeader.Entry entry, String origin) {
    return new DataException(
        "%s ends inside tensor %s: the file was cut off; fetch or write it again"
            .formatted(origin, entry.name()));
  }

  /**
   * Writes the file's bytes; equal content gives equal bytes. The widest types come first, so that
   * every tensor lies at a multiple of its element size.
   */
  public void write(OutputStream out) throws IOException {
    List<Map.Entry<String, SafeTensor>> order =
        tensors.entrySet().stream()
            .sorted(Comparator.comparingInt(e -> -e.getValue().dtype().bytes()))
            .toList();
    byte[] header = header(order);
    // Spaces behind the header bring the data to a multiple of 8.
    byte[] padded = Arrays.copyOf(header, (header.length + 7) & ~7);
    Arrays.fill(padded, header.length, padded.length, (byte) ' ');
    out.write(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(padded.length).array());
    out.write(padded);
    for (Map.Entry<String, SafeTensor> entry : order) {
      out.write(entry.getValue().data());
    }
  }

  private byte[] header(List<Map.Entry<String, SafeTensor>> order) throws IOException {
    ObjectNode header = JSON.createObjectNode();
    if (!metadata.isEmpty()) {
      metadata.forEach(header.putObject(SafetensorsHeader.METADATA)::put);
    }
    long begin = 0;
    for (Map.Entry<String, SafeTensor> entry : order) {
      SafeTensor tensor = entry.getValue();
      long end = begin + tensor.data().length;
      ObjectNode fields = header.putObject(entry.getKey()).put("dtype", tensor.dtype().name());
      Arrays.stream(tensor.shape()).forEach(fields.putArray("shape")::add);
      fields.putArray("data_offsets").add(begin).add(end);
      begin = end;
    }
    return JSON.writeValueAsBytes(header);
  }

  @Override
  public String toString() {
    return tensors.size() + " tensors, metadata " + metadata;
  }
}
