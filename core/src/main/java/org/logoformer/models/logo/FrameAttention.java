package org.logoformer.models.logo;

import org.logoformer.models.MapMean;
import org.logoformer.nn.Scope;
import org.logoformer.nn.SelfAttention;
import org.logoformer.nn.SelfAttention.Sources;
import org.logoformer.nn.TransformerStyle;
import org.logoformer.tensor.Arena;
import org.logoformer.tensor.Tensor;

/**
 * Tokens attend to those of their frame: O(F S^2). A CLS token of its own stands in front of each
 * frame; where the clip has one for all, each frame sees a copy, and their mean goes on (Bertasius
 * et al., "Is space-time attention all you need for video understanding?", ICML 2021).
 *
 * <p>Shape suffixes: b clips, f frames, s places of a frame (CLS included), d width.
 */
final class FrameAttention extends TokenMixing {
  private final Architecture architecture;
  private final Tensor framesBfsd;
  private final SelfAttention attention;
  private final MapMean mean;

  FrameAttention(Scope scope, String section, Sources sources, Place place) {
    super(scope);
    this.architecture = place.architecture();
    Stream x = place.x();
    Stream y = place.y();
    long frames = architecture.frames();
    long cls = x.hasCls() ? 1 : 0;
    long length = cls + architecture.positions();
    scope.describe(
        section,
        "%d frames of %d tokens, %d heads".formatted(frames, length, architecture.heads()));
    Arena.Mark mark = scope.mark();
    this.framesBfsd =
        x.hasCls()
            ? scope.allocate(x.clips(), frames, length, architecture.dim())
            : x.clipByFrame();
    if (x.hasCls()) {
      then(kernels().copy(x.clipByFrame(), tokens(framesBfsd)));
      toFrames(x);
    }
    Tensor resultBfsd = x.hasCls() ? scope.allocateLike(framesBfsd) : y.clipByFrame();
    this.attention =
        thenPart(
            new SelfAttention(
                scope,
                TransformerStyle.PLAIN,
                architecture.settings(place.skipping(), sources),
                frames,
                inRow(framesBfsd),
                inRow(resultBfsd)));
    this.mean = x.hasCls() ? fromFrames(resultBfsd, y) : null;
    scope.releaseActivations(mark);
  }

  private void toFrames(Stream x) {
    if (x.clsByFrame()) {
      then(kernels().copy(perFrame(x.cls()), cls(framesBfsd)));
    } else {
      then(kernels().zero(cls(framesBfsd)));
      then(kernels().add(cls(framesBfsd), perFrame(x.cls()), cls(framesBfsd)));
    }
  }

  /**
   * @return how CLS tokens of frames became one; null if they stay
   */
  private MapMean fromFrames(Tensor resultBfsd, Stream y) {
    then(kernels().copy(tokens(resultBfsd), y.clipByFrame()));
    if (y.clsByFrame()) {
      then(kernels().copy(cls(resultBfsd), perFrame(y.cls())));
      return null;
    }
    // Poolings want contiguous memory.
    Tensor copies = scope().allocateLike(cls(resultBfsd));
    then(kernels().copy(cls(resultBfsd), copies));
    Tensor one = scope().allocateLike(perFrame(y.cls()));
    MapMean pooling = thenPart(new MapMean(scope(), copies, one));
    then(kernels().copy(one, perFrame(y.cls())));
    return pooling;
  }

  @Override
  void differentiate(Stream d, Tensor dAnswers) {
    if (!d.hasCls()) {
      backPart(attention).differentiate(d.all());
      return;
    }
    Arena.Mark mark = scope().mark();
    Tensor dFramesBfsd = scope().allocate(framesBfsd.shape());
    Tensor ofCls = perFrame(d.cls());
    back(kernels().copy(d.clipByFrame(), tokens(dFramesBfsd)));
    if (mean == null) {
      back(kernels().copy(ofCls, cls(dFramesBfsd)));
    } else {
      Tensor one = scope().allocateLike(ofCls);
      Tensor copies = scope().allocateLike(cls(dFramesBfsd));
      back(kernels().copy(ofCls, one));
      backPart(mean).differentiate(one, copies);
      back(kernels().copy(copies, cls(dFramesBfsd)));
    }
    backPart(attention).differentiate(inRow(dFramesBfsd));
    back(kernels().copy(tokens(dFramesBfsd), d.clipByFrame()));
    if (mean == null) {
      back(kernels().copy(cls(dFramesBfsd), ofCls));
    } else {
      back(kernels().sum(cls(dFramesBfsd), ofCls));
    }
    scope().release(mark);
  }

  /** [B, c, d] as [B, c, 1, d]: c is F, or 1 for one that all frames share. */
  private static Tensor perFrame(Tensor cls) {
    return cls.split(1, cls.size(1), 1);
  }

  private Tensor inRow(Tensor bfsd) {
    return bfsd.reshape(bfsd.size(0), bfsd.size(1) * bfsd.size(2), bfsd.size(3));
  }

  private static Tensor cls(Tensor bfsd) {
    return bfsd.slice(2, 0, 1);
  }

  private static Tensor tokens(Tensor bfsd) {
    return bfsd.slice(2, 1, bfsd.size(2));
  }
}
