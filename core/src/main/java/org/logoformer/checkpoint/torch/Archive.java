package org.logoformer.checkpoint.torch;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import org.logoformer.checkpoint.torch.Value.Storage;

/** A file of PyTorch since 1.6: records {@code <any>/data.pkl} and {@code <any>/data/<key>}. */
final class Archive implements Saved {
  private static final String PICKLE = "data.pkl";

  private final Records records;
  private final Refusal refusal;
  private final String folder;
  private final Value root;
  private final boolean swapped;

  Archive(Source source, Refusal refusal) throws IOException {
    this.records = new Records(source, refusal);
    this.refusal = refusal;
    this.folder = folder();
    this.swapped = isSwapped();
    byte[] pickle = records.read(folder + PICKLE);
    Cursor cursor = new Cursor(new InMemory(pickle), 0, pickle.length, refusal);
    this.root = new Unpickler(cursor, refusal, new Rebuilding(refusal, new HashMap<>())).read();
    refusal.require(cursor.left() == 0, "its pickle goes on behind its end");
  }

  private String folder() {
    String found = null;
    for (String name : records.names()) {
      int slash = name.indexOf('/');
      if (name.substring(slash + 1).equals(PICKLE)) {
        refusal.require(found == null, "it has more than one pickle");
        found = name.substring(0, slash + 1);
      }
    }
    if (found == null) {
      throw refusal.damaged("it is an archive without " + PICKLE);
    }
    if (records.has(found + "constants.pkl")) {
      throw refusal.forbidden("a TorchScript program");
    }
    return found;
  }

  private boolean isSwapped() throws IOException {
    String name = folder + "byteorder";
    if (!records.has(name)) {
      return false;
    }
    String order = new String(records.read(name), StandardCharsets.US_ASCII);
    refusal.require(
        order.equals("little") || order.equals("big"),
        "its byte order is '%s'".formatted(Refusal.shown(order)));
    return order.equals("big");
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
    String name = folder + "data/" + storage.key();
    refusal.require(records.has(name), "storage " + Refusal.shown(storage.key()) + " is missing");
    refusal.require(
        records.bytes(name) == storage.bytes(),
        "storage %s has %d bytes, its tensors say %d"
            .formatted(Refusal.shown(storage.key()), records.bytes(name), storage.bytes()));
    return records.read(name);
  }
}
