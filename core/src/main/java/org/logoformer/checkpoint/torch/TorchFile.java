package org.logoformer.checkpoint.torch;

import java.io.IOException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.checkpoint.SafeTensor;
import org.logoformer.checkpoint.Safetensors;
import org.logoformer.checkpoint.torch.Value.Dictionary;
import org.logoformer.checkpoint.torch.Value.Storage;
import org.logoformer.checkpoint.torch.Value.Tensor;
import org.logoformer.error.DataException;

/** Reads the tensors of a state dict that torch.save wrote. */
public final class TorchFile {
  /** Where training scripts keep the state dict among other things. */
  private static final List<String> INSIDE = List.of("state_dict", "model_state_dict", "model");

  private static final int DEEPEST = 4;

  /** Tensors that share a storage are read several times; this many times the file is the limit. */
  private static final int MOST_REPEATED = 4;

  private static final byte[] ARCHIVE = {'P', 'K', 3, 4};
  private static final int PROTOCOL = 0x80;

  private final Source source;
  private final Refusal refusal;
  private final Saved saved;

  private TorchFile(Source source, String origin) throws IOException {
    this.source = source;
    this.refusal = new Refusal(origin);
    this.saved =
        first(source) == ARCHIVE[0]
            ? new Archive(source, refusal)
            : new LegacyStream(source, refusal);
  }

  private static int first(Source source) throws IOException {
    byte[] first = new byte[1];
    source.read(0, first);
    return first[0] & 0xff;
  }

  /**
   * Whether a file that begins so is one of torch.save rather than safetensors.
   *
   * @param beginning at least four bytes of it
   */
  public static boolean isOne(byte[] beginning) {
    boolean archive = Arrays.equals(Arrays.copyOf(beginning, ARCHIVE.length), ARCHIVE);
    // Behind the length of a safetensors header comes a brace; a pickle says its version first.
    return archive
        || (beginning.length >= 3
            && (beginning[0] & 0xff) == PROTOCOL
            && beginning[1] >= 2
            && beginning[1] <= 5
            && ((beginning[2] & 0xff) == 0x8a || (beginning[2] & 0xff) == 0x95));
  }

  /**
   * Reads a file. Tensors of types that nobody computes with are passed over; the metadata is
   * empty.
   *
   * @throws DataException if it is missing, broken or hostile, or holds no state dict
   * @throws IOException if the file system fails
   */
  public static Safetensors read(FileSystem files, Path file) throws IOException {
    long length = files.getFileStatus(file).getLen();
    try (FSDataInputStream in = files.open(file)) {
      return read(
          new Source() {
            @Override
            public long length() {
              return length;
            }

            @Override
            public void read(long position, byte[] into) throws IOException {
              in.readFully(position, into);
            }
          },
          file.toString());
    }
  }

  /** As above, of any bytes. */
  static Safetensors read(Source source, String origin) throws IOException {
    if (source.length() == 0) {
      throw new Refusal(origin).damaged("it is empty");
    }
    try {
      return new TorchFile(source, origin).tensors();
    } catch (ArithmeticException e) {
      throw new DataException(new Refusal(origin).damaged("a size overflows").getMessage(), e);
    }
  }

  private Safetensors tensors() throws IOException {
    Map<String, Tensor> found = new LinkedHashMap<>();
    Map<String, String> passedOver = new TreeMap<>();
    for (Map.Entry<Object, Value> entry : stateDict(saved.root(), 0).entries().entrySet()) {
      if (entry.getKey() instanceof String name && entry.getValue() instanceof Tensor tensor) {
        if (tensor.kind().dtype().isPresent()) {
          found.put(name, tensor);
        } else {
          passedOver.put(name, tensor.label());
        }
      }
    }
    requireOrdinarySize(found);
    return new Safetensors(values(found), Map.of(), passedOver);
  }

  /** The outermost dictionary with tensors, or that below a usual name. */
  private Dictionary stateDict(Value value, int depth) {
    if (value instanceof Dictionary dictionary && depth < DEEPEST) {
      for (String name : INSIDE) {
        if (dictionary.entry(name) instanceof Dictionary) {
          return stateDict(dictionary.entry(name), depth + 1);
        }
      }
      if (dictionary.entries().values().stream().anyMatch(Tensor.class::isInstance)) {
        return dictionary;
      }
    }
    throw refusal.damaged(
        "it holds no dictionary of tensors, neither by itself nor below one of "
            + String.join(", ", INSIDE));
  }

  private void requireOrdinarySize(Map<String, Tensor> found) {
    long bytes = 0;
    for (Tensor tensor : found.values()) {
      bytes = Math.addExact(bytes, Math.multiplyExact(tensor.elements(), tensor.kind().bytes()));
    }
    refusal.require(
        bytes / MOST_REPEATED <= source.length(),
        "its tensors have %d bytes, more than %d times the file".formatted(bytes, MOST_REPEATED));
  }

  /** Storage by storage: only one of them is in memory at a time. */
  private Map<String, SafeTensor> values(Map<String, Tensor> found) throws IOException {
    List<Map.Entry<String, Tensor>> byStorage =
        found.entrySet().stream()
            .sorted(Comparator.comparing(e -> e.getValue().storage().key()))
            .toList();
    Map<String, SafeTensor> values = new TreeMap<>();
    Storage current = null;
    byte[] bytes = {};
    for (Map.Entry<String, Tensor> entry : byStorage) {
      Tensor tensor = entry.getValue();
      if (!tensor.storage().equals(current)) {
        current = tensor.storage();
        bytes = saved.bytes(current);
        if (saved.swapped()) {
          swap(bytes, tensor.kind().swapped());
        }
      }
      values.put(entry.getKey(), tensor.in(bytes));
    }
    return values;
  }

  private static void swap(byte[] bytes, int width) {
    for (int start = 0; start + width <= bytes.length; start += width) {
      for (int i = 0; i < width / 2; i++) {
        byte kept = bytes[start + i];
        bytes[start + i] = bytes[start + width - 1 - i];
        bytes[start + width - 1 - i] = kept;
      }
    }
  }
}
