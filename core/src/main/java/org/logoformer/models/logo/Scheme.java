package org.logoformer.models.logo;

import org.logoformer.config.WindowSize;
import org.logoformer.models.logo.TokenMixing.Place;
import org.logoformer.nn.Scope;
import org.logoformer.nn.SelfAttention.Sources;

/** The branches of which Fig. 1 makes its blocks. */
enum Scheme {
  /** Panel a: every token attends to all of the clip. */
  FULL("full") {
    @Override
    TokenMixing build(Scope scope, Place place) {
      return new FullAttention(scope, section(), place);
    }
  },
  /** Panel b: tokens attend to those of their frame. */
  SPATIAL("spatial") {
    @Override
    TokenMixing build(Scope scope, Place place) {
      return new FrameAttention(scope, section(), Sources.OWN, place);
    }
  },
  /** First half of panel c: tokens attend to those at their place in all frames; CLS does not. */
  TEMPORAL("temporal") {
    @Override
    TokenMixing build(Scope scope, Place place) {
      WindowSize time = new WindowSize(place.architecture().frames(), 1, 1);
      return new LocalAttention(scope, section(), time, place);
    }
  },
  /** Panel d: as panel b, with channels of keys and values from the frames beside. */
  MIXING("mixing") {
    @Override
    TokenMixing build(Scope scope, Place place) {
      return new FrameAttention(scope, section(), Sources.NEIGHBOURS, place);
    }
  },
  /** Panel e: tokens attend to those of their window. */
  LOCAL("local") {
    @Override
    TokenMixing build(Scope scope, Place place) {
      return new LocalAttention(scope, section(), place.architecture().window(), place);
    }
  },
  /** Panel f: tokens attend to pooled tokens. */
  GLOBAL("global") {
    @Override
    TokenMixing build(Scope scope, Place place) {
      return new GlobalAttention(scope, place);
    }
  };

  private final String label;

  Scheme(String label) {
    this.label = label;
  }

  /** Prefix of its parameters in a block. */
  String label() {
    return label;
  }

  /** What profiles call it. */
  String section() {
    return label + " attention";
  }

  abstract TokenMixing build(Scope scope, Place place);
}
