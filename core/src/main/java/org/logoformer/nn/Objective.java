package org.logoformer.nn;

/** What a training loss asks of the network in front of it. */
public interface Objective {
  /** In front of the names of arrays that a loss keeps. */
  String NAME = "loss";

  /** Of a loss on logits alone that keeps nothing. */
  Objective ON_LOGITS =
      new Objective() {
        @Override
        public boolean readsFeatures() {
          return false;
        }

        @Override
        public void declare(Scope scope, long classes, long features) {}
      };

  /** Whether there is a gradient by the features beside that by the logits. */
  boolean readsFeatures();

  /**
   * Declares what the loss keeps, of role {@link Role#AVERAGED}.
   *
   * @param scope called {@link #NAME}
   * @param classes C
   * @param features d, of a clip
   */
  void declare(Scope scope, long classes, long features);
}
