package org.logoformer.jobs.bench.step;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.logoformer.jobs.bench.measure.Peer;
import org.logoformer.jobs.bench.measure.Spelling;

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
      return Spelling.of(this);
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
    return Spelling.of(layout) + (mode == Mode.EAGER ? "" : "+" + Spelling.of(mode));
  }

  /** Unique among all variants. */
  String key() {
    return title() + " " + precision;
  }

  /** The request that makes it, with the weights that are loaded. */
  ObjectNode prepare() {
    return Peer.request("prepare")
        .put("variant", key())
        .put("layout", Spelling.of(layout))
        .put("mode", Spelling.of(mode))
        .put("precision", precision);
  }

  /** A request about it, for the first batch. */
  ObjectNode request(String name) {
    ObjectNode request = Peer.request(name).put("variant", key());
    request.putArray("batches").add(0);
    return request;
  }
}
