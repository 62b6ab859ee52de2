package org.logoformer.jobs.dataset;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.logoformer.error.Message;
import org.logoformer.jobs.page.Cell;
import org.logoformer.jobs.page.Html;
import org.logoformer.jobs.page.Sheet;
import org.logoformer.jobs.page.Table;
import org.logoformer.quality.ClipLooks;
import org.logoformer.quality.NearClips;

/** Clips that are there more than once, and whom train and test share. */
final class TwinSection {
  private static final int PAIRS = 6; // shown as photos

  private final Sheet sheet;
  private final Survey survey;
  private final Findings findings;
  private final ClipTables tables;

  TwinSection(Sheet sheet, Survey survey, Findings findings, ClipTables tables) {
    this.sheet = sheet;
    this.survey = survey;
    this.findings = findings;
    this.tables = tables;
  }

  void add() {
    sheet.heading("The same clip twice");
    across();
    equal();
    near();
    subjects();
  }

  /** How many of which splits. */
  private void across() {
    Map<String, long[]> sides = new TreeMap<>();
    for (List<Integer> group : findings.equal()) {
      count(sides, group, 0);
    }
    for (NearClips.Pair pair : findings.near().pairs()) {
      count(sides, List.of(pair.shorter(), pair.longer()), 1);
    }
    if (sides.isEmpty()) {
      sheet.note("No clip is equal to another one, or looks like it.");
      return;
    }
    List<List<Cell>> rows = new ArrayList<>();
    sides.forEach(
        (name, counts) -> rows.add(List.of(Cell.of(name), Cell.of(counts[0]), Cell.of(counts[1]))));
    List<String> head = List.of("Splits", "Groups of equal clips", "Pairs alike");
    sheet.add(Html.card(sheet.table(new Table("twins-by-split", head, rows), ClipTables.SHOWN)));
    sheet.note(
        Message.of(
            "Equal: all pixels of all frames as they are stored, by half of SHA-256. Alike: at least %.0f %% of the frames of the shorter clip differ from some frame of the other in at most %d of the 64 bits of a perceptual hash (pHash, by the cosine transform of 32 x 32 pixels; %d frames of a clip at most). Two clips of one person in one scene may be alike, too: look at them.",
            100 * NearClips.SHARE, NearClips.DISTANCE, ClipLooks.HASHED));
    if (findings.near().common() > 0) {
      sheet.note(
          "%d looks of frames that more than %d clips have were left out of that."
              .formatted(findings.near().common(), NearClips.COMMON));
    }
  }

  private void count(Map<String, long[]> sides, List<Integer> group, int column) {
    String name =
        group.stream()
            .map(i -> SetCounts.side(tables.clip(i)))
            .distinct()
            .sorted()
            .reduce((a, b) -> a + " and " + b)
            .orElse("");
    sides.computeIfAbsent(name, key -> new long[2])[column]++;
  }

  private void equal() {
    List<List<Cell>> rows = new ArrayList<>();
    Map<Integer, String> shown = new LinkedHashMap<>();
    int number = 0;
    for (List<Integer> group : findings.equal()) {
      number++;
      boolean crosses = Findings.crosses(group, survey.manifest().clips());
      long labels = group.stream().map(i -> tables.clip(i).label()).distinct().count();
      String what = (crosses ? "across a split" : "") + (labels > 1 ? " other class" : "");
      for (int index : group) {
        rows.add(
            List.of(
                tables.name(index),
                Cell.of(number),
                tables.side(index),
                tables.label(index),
                Cell.of(what.strip())));
      }
      if (number <= PAIRS) {
        shown.put(group.get(0), "Group " + number + ": " + tables.clip(group.get(0)).id());
      }
    }
    if (!rows.isEmpty()) {
      sheet.add("<h3>Equal clips</h3>\n");
      List<String> head = List.of("Clip", "Group", "Split", "Class", "Notable");
      sheet.add(Html.card(sheet.table(new Table("equal-clips", head, rows), ClipTables.SHOWN)));
      tables.photos(List.copyOf(shown.keySet()), shown::get);
    }
  }

  private void near() {
    List<List<Cell>> rows = new ArrayList<>();
    List<NearClips.Pair> pairs = findings.near().pairs();
    for (NearClips.Pair pair : pairs) {
      rows.add(
          List.of(
              tables.name(pair.shorter()),
              tables.name(pair.longer()),
              Cell.number("%.0f", 100 * pair.share()),
              tables.side(pair.shorter()),
              tables.side(pair.longer()),
              tables.label(pair.shorter()),
              tables.label(pair.longer())));
    }
    if (rows.isEmpty()) {
      return;
    }
    sheet.add("<h3>Clips that look alike</h3>\n");
    List<String> head =
        List.of("Clip", "Looks like", "Frames, %", "Split", "Its split", "Class", "Its class");
    sheet.add(Html.card(sheet.table(new Table("near-clips", head, rows), ClipTables.SHOWN)));
    long all = findings.near().crossing() + findings.near().within();
    if (all > pairs.size()) {
      sheet.note(Message.of("Of %,d pairs the %,d most alike are listed.", all, pairs.size()));
    }
    List<Integer> shown =
        pairs.stream()
            .limit(PAIRS)
            .flatMap(p -> List.of(p.shorter(), p.longer()).stream())
            .toList();
    tables.photos(shown, index -> tables.clip(index).id());
  }

  private void subjects() {
    if (findings.subjects().isEmpty()) {
      return;
    }
    List<List<Cell>> rows = new ArrayList<>();
    findings
        .subjects()
        .get()
        .forEach(
            (name, sides) ->
                rows.add(List.of(Cell.broken(name), Cell.of(String.join(", ", sides)))));
    sheet.add("<h3>Subjects on several sides of a split</h3>\n");
    if (rows.isEmpty()) {
      sheet.note("None.");
    } else {
      Table table = new Table("shared-subjects", List.of("Subject", "Splits"), rows);
      sheet.add(Html.card(sheet.table(table, ClipTables.SHOWN)));
    }
  }
}
