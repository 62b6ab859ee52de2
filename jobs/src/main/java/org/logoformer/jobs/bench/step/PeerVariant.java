package org.logoformer.jobs.bench.step;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** One way to run the network in PyTorch. */
record PeerVariant(Layout layout, Mode mode, String precision) {

  /** Memory format of images. */
  enum Layout {
    NCHW,
    CHANNELS_LAST
  }

  /** Operation by operation, or through {@code torch.compile}. */
  enum Mode {
    EAGER,
    COMPILE;

    /** How it is written on the command line. */
    @Override
    public String toString() {
      return lower(this);
    }
  }

  /** All of a precision in some modes. */
  static List<PeerVariant> of(String precision, Set<Mode> modes) {
    List<PeerVariant> all = new ArrayList<>();
    for (Mode mode : modes) {
      for (Layout layout : Layout.values()) {
        all.add(new PeerVariant(layout, mode, precision));
      }
    }
    return all;
  }

  /** Such as {@code channels_last} or {@code nchw+compile}. */
  String title() {
    return lower(layout) + (mode == Mode.EAGER ? "" : "+" + lower(mode));
  }

  /** Unique among all variants. */
  String key() {
    return title() + " " + precision;
  }

  /** The request that makes it, with the weights that are loaded. */
  ObjectNode prepare() {
    return Peer.request("prepare")
        .put("variant", key())
        .put("layout", lower(layout))
        .put("mode", lower(mode))
        .put("precision", precision);
  }

  /** A request about it, for the first batch. */
  ObjectNode request(String name) {
    ObjectNode request = Peer.request(name).put("variant", key());
    request.putArray("batches").add(0);
    return request;
  }

  private static String lower(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT);
  }
}
