package org.logoformer.models.logo;

import org.logoformer.config.WindowSize;
import org.logoformer.models.logo.TokenMixing.Place;
import org.logoformer.nn.Scope;
import org.logoformer.nn.SelfAttention.Sources;

/** The branches of which Fig. 1 makes its blocks. */
enum Scheme {
  /** Panel a: every token attends to all of the clip. */
  FULL("full", FullAttention::new),
  /** Panel b: tokens attend to those of their frame. */
  SPATIAL("spatial", (s, section, p) -> new FrameAttention(s, section, Sources.OWN, p)),
  /** First half of panel c: tokens attend to those at their place in all frames; CLS does not. */
  TEMPORAL(
      "temporal",
      (s, section, p) ->
          new LocalAttention(s, section, new WindowSize(p.architecture().frames(), 1, 1), p)),
  /** Panel d: as panel b, with channels of keys and values from the frames beside. */
  MIXING("mixing", (s, section, p) -> new FrameAttention(s, section, Sources.NEIGHBOURS, p)),
  /** Panel e: tokens attend to those of their window. */
  LOCAL(
      "local",
      (s, section, p) -> new LocalAttention(s, section, p.architecture().own().window(), p)),
  /** Panel f: tokens attend to pooled tokens. */
  GLOBAL("global", GlobalAttention::new);

  private interface Builder {
    TokenMixing build(Scope scope, String section, Place place);
  }

  private final String label;

  @SuppressWarnings("ImmutableEnumChecker") // a lambda without state
  private final Builder builder;

  Scheme(String label, Builder builder) {
    this.label = label;
    this.builder = builder;
  }

  /** Prefix of its parameters in a block. */
  String label() {
    return label;
  }

  /** What profiles call it. */
  String section() {
    return label + " attention";
  }

  TokenMixing build(Scope scope, Place place) {
    return builder.build(scope, section(), place);
  }
}
