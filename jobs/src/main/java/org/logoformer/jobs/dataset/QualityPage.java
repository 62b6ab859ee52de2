package org.logoformer.jobs.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.logoformer.jobs.page.Cell;
import org.logoformer.jobs.page.Html;
import org.logoformer.jobs.page.Sheet;
import org.logoformer.jobs.page.Table;
import org.logoformer.shard.Manifest;
import org.logoformer.shard.Quarantined;
import org.logoformer.shard.Shard;
import org.logoformer.shard.ShardSet;

/** The page: a table of all checks, then a section for each kind of finding. */
final class QualityPage {
  private final Survey survey;
  private final Findings findings;
  private final int frames;
  private final ShardSet set;
  private final Sheet sheet = new Sheet();

  /**
   * @param frames that the network takes of a clip
   * @param set to show clips of
   */
  QualityPage(Survey survey, Findings findings, int frames, ShardSet set) {
    this.survey = survey;
    this.findings = findings;
    this.frames = frames;
    this.set = set;
  }

  Sheet sheet() {
    header();
    checks();
    ClipTables tables = new ClipTables(sheet, survey, set);
    new TwinSection(sheet, survey, findings, tables).add();
    new ListSection(sheet, survey, findings).add();
    new LookSection(sheet, survey, findings, frames, tables).add();
    return sheet;
  }

  private void header() {
    Manifest manifest = survey.manifest();
    long all = manifest.shards().stream().mapToLong(Shard::frames).sum();
    sheet.add(Html.header("Quality of " + survey.folder().getName(), survey.folder().toString()));
    sheet.add("<div class=\"tiles\">\n");
    tile(manifest.clips().size(), "clips");
    tile(all, "frames");
    tile(manifest.origin().quarantine().clips(), "clips in quarantine");
    tile(findings.equalAcross(manifest.clips()), "clips that are in train and test alike");
    tile(findings.near().crossing(), "pairs across a split that look alike");
    sheet.add("</div>\n");
  }

  private void tile(long count, String name) {
    sheet.add(Html.tile(String.format(Locale.ROOT, "%,d", count), name));
  }

  private void checks() {
    List<List<Cell>> rows = new ArrayList<>();
    long equal = findings.equal().stream().mapToLong(List::size).sum();
    long across = findings.equalAcross(survey.manifest().clips());
    check(rows, "in quarantine", survey.quarantined().size(), "listed, but not stored");
    check(rows, "damaged", findings.damaged().size(), "their shard is not as it was written");
    check(rows, "equal, across a split", across, "trained on and tested on: results are too good");
    check(rows, "equal, within a split", equal - across, "count more than others");
    check(
        rows,
        "alike, across a split, pairs",
        findings.near().crossing(),
        "perhaps cut from one film");
    check(rows, "alike, within a split, pairs", findings.near().within(), "");
    long broken =
        survey.odd().stream().filter(c -> c.reason().equals(Quarantined.BROKEN_TAIL)).count();
    check(
        rows,
        "odd frames",
        survey.odd().size() - broken,
        "stored though files do not belong together");
    check(rows, "broken tails", broken, "videos cut off: stored up to there");
    check(rows, "miscounted", findings.miscounted().size(), "their list tells other frames");
    findings
        .subjects()
        .ifPresent(s -> check(rows, "of subjects in train and test, subjects", s.size(), ""));
    survey
        .unlisted()
        .ifPresent(u -> check(rows, "in no list", u.size(), "folders among the clips"));
    check(
        rows, "short", findings.shorter().size(), "fewer than the network's " + frames + " frames");
    check(rows, "of another size", findings.sizes().size(), "at the source");
    check(rows, "turned by a camera", findings.turned().size(), turned());
    check(rows, "dark", findings.dark().size(), "mean brightness below " + (int) Findings.DARK);
    check(
        rows, "bright", findings.bright().size(), "mean brightness above " + (int) Findings.BRIGHT);
    check(rows, "with empty frames", findings.flat().size(), "one tone all over");
    check(rows, "still", findings.still().size(), "all frames are equal");
    sheet.heading("What was looked for");
    String table = sheet.table(new Table("checks", List.of("Clips", "Found", "Meaning"), rows));
    sheet.add(Html.card(ClipTables.ofWords(table)));
  }

  private String turned() {
    return "orientation in Exif data: prep.exif = "
        + survey.manifest().origin().decoding().exif().label();
  }

  private static void check(List<List<Cell>> rows, String name, long found, String meaning) {
    rows.add(List.of(Cell.of(name), Cell.of(found), Cell.broken(meaning)));
  }
}
