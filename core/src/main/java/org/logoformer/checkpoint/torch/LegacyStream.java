package org.logoformer.checkpoint.torch;

import java.io.IOException;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import org.logoformer.checkpoint.torch.Value.Dictionary;
import org.logoformer.checkpoint.torch.Value.Scalar;
import org.logoformer.checkpoint.torch.Value.Sequence;
import org.logoformer.checkpoint.torch.Value.Storage;

/**
 * A file of PyTorch before 1.6, or one written with {@code _use_new_zipfile_serialization=False}:
 * the pickles of a magic number, a version, the system, the object and the keys of storages, then
 * each storage, the number of its elements in front.
 */
final class LegacyStream implements Saved {
  private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
  private static final long VERSION = 1001;

  private final Source source;
  private final Refusal refusal;
  private final Value root;
  private final boolean swapped;

  /** The position of the first byte of each storage, by its key. */
  private final Map<String, Long> places = new HashMap<>();

  LegacyStream(Source source, Refusal refusal) throws IOException {
    this.source = source;
    this.refusal = refusal;
    Cursor cursor = new Cursor(source, 0, source.length(), refusal);
    Map<String, Storage> storages = new HashMap<>();
    refusal.require(isScalar(read(cursor, storages), MAGIC), "it has another magic number");
    refusal.require(isScalar(read(cursor, storages), VERSION), "it is of another version");
    this.swapped =
        read(cursor, storages) instanceof Dictionary system
            && isScalar(system.entry("little_endian"), false);
    this.root = read(cursor, storages);
    if (read(cursor, storages) instanceof Sequence keys) {
      place(cursor, keys, storages);
    } else {
      throw refusal.damaged("it has no list of storages");
    }
  }

  private Value read(Cursor cursor, Map<String, Storage> storages) throws IOException {
    return new Unpickler(cursor, refusal, new Rebuilding(refusal, storages)).read();
  }

  private static boolean isScalar(Value value, Object wanted) {
    return value instanceof Scalar scalar && wanted.equals(scalar.of());
  }

  private void place(Cursor cursor, Sequence keys, Map<String, Storage> storages)
      throws IOException {
    long position = cursor.position();
    for (Value item : keys.items()) {
      if (!(item instanceof Scalar key) || !storages.containsKey(key.of())) {
        throw refusal.damaged("a storage belongs to no tensor");
      }
      Storage storage = storages.get(key.text());
      refusal.require(position <= source.length() - Long.BYTES, "it was cut off");
      long elements = new Cursor(source, position, position + Long.BYTES, refusal).number(8);
      position += Long.BYTES;
      refusal.require(
          elements == storage.elements()
              && elements <= (source.length() - position) / storage.kind().bytes(),
          "storage %s has %d elements, its tensors say %d, and %d bytes are left: it was cut off"
              .formatted(
                  Refusal.shown(storage.key()),
                  elements,
                  storage.elements(),
                  source.length() - position));
      refusal.require(
          places.put(storage.key(), position) == null,
          "storage %s is there twice".formatted(Refusal.shown(storage.key())));
      position += storage.bytes();
    }
    refusal.require(
        position == source.length(),
        "%d bytes at its end belong to no storage".formatted(source.length() - position));
  }

  @Override
  public Value root() {
    return root;
  }

  @Override
  public boolean swapped() {
    return swapped;
  }

  @Override
  public byte[] bytes(Storage storage) throws IOException {
    Long place = places.get(storage.key());
    refusal.require(place != null, "storage %s is missing".formatted(Refusal.shown(storage.key())));
    refusal.require(
        storage.bytes() <= Integer.MAX_VALUE - 8, "a storage of more than 2 GiB is not supported");
    byte[] bytes = new byte[(int) storage.bytes()];
    source.read(place, bytes);
    return bytes;
  }
}
