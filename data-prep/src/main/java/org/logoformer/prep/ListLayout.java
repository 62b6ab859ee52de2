package org.logoformer.prep;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.logoformer.clip.VideoName;
import org.logoformer.config.PrepConfig;
import org.logoformer.error.DataException;
import org.logoformer.error.Message;
import org.logoformer.shard.ListFact;

/**
 * Any clips, each a folder of frames or a video file, with lists that name them: one list or
 * several, of the forms that {@link ListForm} knows, with labels as {@link ListLabels} takes them.
 * The split is that of the line or of its list, {@code train} if neither has one.
 */
final class ListLayout {
  /** Paths that are looked at before the scan, where a wrong root would show. */
  private static final int PROBES = 20;

  private final PrepConfig config;
  private final Configuration hadoop;
  private final ListPaths paths;
  private final ListErrors errors = new ListErrors();
  private final List<String> notes = new ArrayList<>();

  ListLayout(PrepConfig config, Path source, Configuration hadoop) {
    this.config = config;
    this.hadoop = hadoop;
    this.paths = ListPaths.of(source, config.source(), config.remap(), this::isAt);
  }

  Listing read() throws IOException {
    List<ListFile> lists = new ArrayList<>();
    List<ListPattern.Named> named = ListPattern.find(config.list(), hadoop);
    for (ListPattern.Named list : named) {
      lists.add(ListFile.read(list.path().getFileSystem(hadoop), list.path(), list.name()));
    }
    ListLabels labels = new ListLabels(config.classes(), config.labelBase());
    ListRows rows = ListRows.read(lists, config.columns(), new Recognition(labels, this::isThere));
    rows.report(errors);
    if (rows.rows().isEmpty()) {
      errors.throwIfAny();
      throw new DataException(Message.of("List %s has a header and no clips", named.get(0).path()));
    }
    ListLabels.Meaning meaning = labels.meaning(rows.labels());
    notes.add("list read as " + rows.text() + "; " + meaning.text());
    ClipSplits splits = new ClipSplits(errors);
    VideoNames names = VideoNames.of(rows.paths(), this::exists);
    names.note().ifPresent(notes::add);
    List<Folds.Entry> absolute = new ArrayList<>();
    Map<String, ListFact> facts = new TreeMap<>();
    for (ListRow row : tagged(rows, named)) {
      OptionalInt label = meaning.label(row.label());
      if (label.isEmpty()) {
        String header =
            row.line().number() == 1 ? "; a header has to call its columns path and label" : "";
        errors.add(row.line(), meaning.fault(row.label()) + header);
        continue;
      }
      try {
        ListPaths.Place place = paths.place(names.folder(row.path()));
        Folds.Entry entry =
            new Folds.Entry(
                place.id(), label.getAsInt(), row.scene(), place.path().toString(), row.line());
        splits.add(entry, row);
        if (row.frames() > 0 || !row.subject().isEmpty()) {
          facts.put(place.id(), new ListFact(place.id(), row.subject(), row.frames()));
        }
        if (paths.isElsewhere(place)) {
          absolute.add(entry);
        }
      } catch (IllegalArgumentException e) {
        errors.add(row.line(), e.getMessage());
      }
    }
    List<ListedClip> clips = splits.clips();
    errors.throwIfAny();
    requireSomeThere(absolute);
    splits.note().ifPresent(notes::add);
    SubjectOverlap.note(clips, facts).ifPresent(notes::add);
    return new Listing(
        meaning.classes(), clips, Listing.hashes(lists), notes, List.copyOf(facts.values()));
  }

  /** The rows with what the names of their lists say. */
  private List<ListRow> tagged(ListRows rows, List<ListPattern.Named> lists) {
    List<ListRow> tagged = new ArrayList<>();
    for (ListRow row : rows.rows()) {
      ListPattern.Named list =
          lists.stream().filter(l -> l.name().equals(row.line().list())).findFirst().orElseThrow();
      if (row.hasSplit() && !list.split().isEmpty() && !row.split().equals(list.split())) {
        errors.add(row.line(), "is in split " + row.split() + " of a list of " + list.split());
      } else if (row.hasFold() && list.fold() != ListRow.NO_FOLD) {
        errors.add(row.line(), "has a fold, and prep.list has the place {fold}: choose one");
      } else {
        tagged.add(row.in(list.split(), list.fold()));
      }
    }
    return tagged;
  }

  private boolean isThere(String path) {
    return exists(path) || exists(VideoName.withoutExtension(path));
  }

  private boolean exists(String path) {
    try {
      return isAt(paths.place(path).path());
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private boolean isAt(Path path) {
    try {
      return path.getFileSystem(hadoop).exists(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // A wrong root would otherwise show as thousands of missing folders.
  private void requireSomeThere(List<Folds.Entry> absolute) throws IOException {
    int probes = Math.min(PROBES, absolute.size());
    for (int i = 0; i < probes; i++) {
      Path clip = new Path(absolute.get(i * absolute.size() / probes).folder());
      if (clip.getFileSystem(hadoop).exists(clip)) {
        return;
      }
    }
    if (probes > 0) {
      Folds.Entry first = absolute.get(0);
      throw new DataException(
          Message.of(
              "%s: there is no %s, nor any other of the %d clips with absolute paths that were looked for: say what stands in place of their root, such as prep.remap = [\"%s = %s\"]",
              first.line().place(), first.folder(), probes, common(absolute), config.source()));
    }
  }

  /** The folder that all are below. */
  private static String common(List<Folds.Entry> clips) {
    Set<String> folders = new LinkedHashSet<>();
    clips.forEach(clip -> folders.add("/" + clip.id().replaceFirst("/?[^/]*$", "")));
    String common = folders.iterator().next();
    for (String folder : folders) {
      while (!(folder + "/").startsWith(common + "/") && !common.isEmpty()) {
        common = common.substring(0, common.lastIndexOf('/'));
      }
    }
    return common.isEmpty() ? "/" : common;
  }
}
