package org.logoformer.prep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.clip.ClassMap;
import org.logoformer.config.PrepConfig;
import org.logoformer.error.DataException;
import org.logoformer.error.Message;

/**
 * DFEW: folds 1 to n, lists {@code set_k.csv} with a header below {@code
 * EmoLabel_DataSplit/train(single-labeled)} and {@code test(single-labeled)}, frames in {@code
 * clip_224x224} or, interpolated by its authors, {@code clip_224x224_16f}, in folders of five
 * digits.
 */
final class DfewLayout {
  private static final String HEADER = "video_name,label";
  private static final List<String> SPELLINGS = List.of("(single-labeled)", "(single_labeled)");
  private static final Pattern SET = Pattern.compile("set_([1-9][0-9]?)\\.csv");
  private static final Pattern WHOLE = Pattern.compile("\\s*-?[0-9]+\\s*");

  private final FileSystem files;
  private final int labelBase;
  private final ListErrors errors = new ListErrors();

  DfewLayout(FileSystem files, int labelBase) {
    this.files = files;
    this.labelBase = labelBase;
  }

  /** Finds lists and clips at or below {@code source}. */
  Listing read(Path source, PrepConfig config) throws IOException {
    MarkerFolder marker = new MarkerFolder(files, source);
    Listing listing = read(marker.find("EmoLabel_DataSplit"));
    return new ClipsFolders(marker, config).in(config.dfewClips(), listing);
  }

  /**
   * The clips without their folders.
   *
   * @param lists the folder of the folders of lists
   */
  Listing read(Path lists) throws IOException {
    List<ListFile> read = new ArrayList<>();
    Folds folds = new Folds(errors);
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
    return new Listing(ClassMap.EMOTIONS, folds.clips(), Listing.hashes(read));
  }

  private List<Folds.Entry> entries(ListFile list) {
    List<ListLine> lines = list.lines();
    if (!lines.get(0).text().equals(HEADER)) {
      errors.add(lines.get(0), "expected the header '" + HEADER + "'");
    }
    List<Folds.Entry> entries = new ArrayList<>();
    for (ListLine line : lines.subList(1, lines.size())) {
      String[] fields = line.text().split(",", -1);
      int id = fields.length == 2 ? number(fields[0]) : -1;
      int label = fields.length == 2 ? number(fields[1]) - labelBase : -1;
      if (id < 1 || id > 99_999) {
        errors.add(line, "expected '" + HEADER + "' with an id from 1 to 99999");
      } else if (!WHOLE.matcher(fields[1]).matches()) {
        errors.add(
            line,
            "label '"
                + fields[1]
                + "' is no whole number: labels are written 1, not 1.0, which spreadsheets and"
                + " pandas make of them");
      } else if (label < 0 || label >= ClassMap.EMOTIONS.size()) {
        errors.add(
            line,
            Message.of(
                "label %s, but with prep.label-base=%d labels are %d to %d",
                fields[1], labelBase, labelBase, labelBase + 6));
      } else {
        entries.add(new Folds.Entry(String.format(Locale.ROOT, "%05d", id), label, "", "", line));
      }
    }
    return entries;
  }

  // With the wrong base a list can still fit, if only the class at one end is missing.
  private void checkBase(Folds folds) {
    int other = 1 - labelBase;
    ListLine top = folds.firstWith(labelBase == 0 ? 0 : 6);
    if (top == null && folds.size() > 0) {
      int missing = labelBase == 0 ? 0 : 7;
      throw new DataException(
          Message.of(
              "No clip of the lists has label %d: prep.label-base=%d seems wrong, try %d",
              missing, labelBase, other));
    }
  }

  private int countSets(Path lists) throws IOException {
    SortedSet<Integer> test = sets(folder(lists, "test"));
    SortedSet<Integer> train = sets(folder(lists, "train"));
    if (test.size() < 2) {
      throw new DataException(
          Message.of(
              "Found lists set_k.csv for k = %s in %s: cross validation needs at least set_1.csv and set_2.csv; there is %s",
              test, folder(lists, "test"), names(folder(lists, "test"))));
    }
    if (test.last() != test.size() || !test.equals(train)) {
      throw new DataException(
          Message.of(
              "The lists set_k.csv in %s have gaps: k = %s for test and %s for train, due is the same 1 to n in both",
              lists, test, train));
    }
    return test.size();
  }

  private SortedSet<Integer> sets(Path folder) throws IOException {
    SortedSet<Integer> sets = new TreeSet<>();
    for (String name : names(folder)) {
      Matcher set = SET.matcher(name);
      if (set.matches()) {
        sets.add(Integer.parseInt(set.group(1)));
      }
    }
    return sets;
  }

  /** What is in a folder, by name. */
  private List<String> names(Path folder) throws IOException {
    return Arrays.stream(files.listStatus(folder))
        .map(f -> f.getPath().getName())
        .sorted()
        .toList();
  }

  private ListFile list(Path lists, String split, int fold) throws IOException {
    return ListFile.read(files, new Path(folder(lists, split), "set_" + fold + ".csv"));
  }

  private Path folder(Path lists, String split) throws IOException {
    for (String spelling : SPELLINGS) {
      Path folder = new Path(lists, split + spelling);
      if (files.exists(folder)) {
        return folder;
      }
    }
    throw new DataException(
        Message.of(
            "No folder %s%s in %s, where there is %s: rename the one with the lists of single labels",
            split, SPELLINGS.get(0), lists, names(lists)));
  }

  private static int number(String field) {
    try {
      return Integer.parseInt(field.strip());
    } catch (NumberFormatException e) {
      return -1;
    }
  }
}
