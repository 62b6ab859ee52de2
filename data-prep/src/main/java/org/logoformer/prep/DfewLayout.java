package org.logoformer.prep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.clip.ClassMap;
import org.logoformer.error.DataException;

/**
 * DFEW: folds 1 to n, lists {@code set_k.csv} with a header below {@code
 * EmoLabel_DataSplit/train(single-labeled)} and {@code test(single-labeled)}, frames in {@code
 * clip_224x224} in folders of five digits.
 */
final class DfewLayout {
  private static final String HEADER = "video_name,label";
  private static final List<String> SPELLINGS = List.of("(single-labeled)", "(single_labeled)");
  private static final int MOST_FOLDS = 99;

  private final FileSystem files;
  private final Path source;
  private final int labelBase;
  private final ListErrors errors = new ListErrors();

  DfewLayout(FileSystem files, Path source, int labelBase) {
    this.files = files;
    this.source = source;
    this.labelBase = labelBase;
  }

  Listing read() throws IOException {
    MarkerFolder marker = new MarkerFolder(files, source);
    Path lists = marker.find("EmoLabel_DataSplit");
    Path frames = marker.find("clip_224x224");
    List<ListFile> read = new ArrayList<>();
    DfewFolds folds = new DfewFolds(errors);
    int sets = countSets(lists);
    for (int fold = 1; fold <= sets; fold++) {
      ListFile test = list(lists, "test", fold);
      ListFile train = list(lists, "train", fold);
      read.add(test);
      read.add(train);
      folds.test(fold, entries(test));
      folds.train(fold, entries(train));
    }
    folds.check(sets);
    errors.throwIfAny();
    checkBase(folds);
    return new Listing(ClassMap.EMOTIONS, folds.clips(frames), Listing.hashes(read));
  }

  private List<DfewFolds.Entry> entries(ListFile list) {
    List<ListLine> lines = list.lines();
    if (!lines.get(0).text().equals(HEADER)) {
      errors.add(lines.get(0), "expected the header '" + HEADER + "'");
    }
    List<DfewFolds.Entry> entries = new ArrayList<>();
    for (ListLine line : lines.subList(1, lines.size())) {
      String[] fields = line.text().split(",", -1);
      int id = fields.length == 2 ? number(fields[0]) : -1;
      int label = fields.length == 2 ? number(fields[1]) - labelBase : -1;
      if (id < 1 || id > 99_999) {
        errors.add(line, "expected '" + HEADER + "' with an id from 1 to 99999");
      } else if (label < 0 || label >= ClassMap.EMOTIONS.size()) {
        errors.add(
            line,
            "label %s, but with prep.label-base=%d labels are %d to %d"
                .formatted(fields[1], labelBase, labelBase, labelBase + 6));
      } else {
        entries.add(new DfewFolds.Entry(String.format("%05d", id), label, line));
      }
    }
    return entries;
  }

  // With the wrong base a list can still fit, if only the class at one end is missing.
  private void checkBase(DfewFolds folds) {
    int other = 1 - labelBase;
    ListLine top = folds.firstWith(labelBase == 0 ? 0 : 6);
    if (top == null && folds.size() > 0) {
      int missing = labelBase == 0 ? 0 : 7;
      throw new DataException(
          "No clip of the lists has label %d: prep.label-base=%d seems wrong, try %d"
              .formatted(missing, labelBase, other));
    }
  }

  private int countSets(Path lists) throws IOException {
    int sets = 0;
    while (sets < MOST_FOLDS && files.exists(path(lists, "test", sets + 1))) {
      sets++;
    }
    if (sets < 2) {
      throw new DataException(
          "Found "
              + sets
              + " lists set_k.csv at "
              + path(lists, "test", 1).getParent()
              + ": cross validation needs at least 2");
    }
    return sets;
  }

  private ListFile list(Path lists, String split, int fold) throws IOException {
    return ListFile.read(files, path(lists, split, fold));
  }

  private Path path(Path lists, String split, int fold) throws IOException {
    for (String spelling : SPELLINGS) {
      Path folder = new Path(lists, split + spelling);
      if (files.exists(folder)) {
        return new Path(folder, "set_" + fold + ".csv");
      }
    }
    throw new DataException("No folder " + split + SPELLINGS.get(0) + " in " + lists);
  }

  private static int number(String field) {
    try {
      return Integer.parseInt(field.strip());
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
