package org.logoformer.prep;

/**
 * What a line of a list says of a clip.
 *
 * @param path as it is written
 * @param label a name or a number, as it is written
 * @param split empty if the line has none
 * @param fold -1 if the line has none
 * @param scene empty if the line has none
 * @param subject a person or a film; empty if the line has none
 * @param frames 0 if the line has none
 */
record ListRow(
    ListLine line,
    String path,
    String label,
    String split,
    int fold,
    String scene,
    String subject,
    int frames) {
  static final int NO_FOLD = -1;

  /**
   * The same, of a list whose name says the split or the fold; empty and no fold if it does not.
   */
  ListRow in(String ofList, int foldOfList) {
    return new ListRow(
        line,
        path,
        label,
        ofList.isEmpty() ? split : ofList,
        foldOfList == NO_FOLD ? fold : foldOfList,
        scene,
        subject,
        frames);
  }

  boolean hasFold() {
    return fold != NO_FOLD;
  }

  boolean hasSplit() {
    return !split.isEmpty();
  }
}
