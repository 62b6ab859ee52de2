package org.logoformer.jobs.dataset;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.logoformer.jobs.page.Cell;
import org.logoformer.jobs.page.Html;
import org.logoformer.jobs.page.Sheet;
import org.logoformer.jobs.page.Table;
import org.logoformer.jobs.picture.BarPicture;
import org.logoformer.shard.ClipRecord;
import org.logoformer.shard.ListFact;
import org.logoformer.shard.Quarantined;
import org.logoformer.shard.Unlisted;

/** Where the lists and the disk disagree, and what is not stored for that or another reason. */
final class ListSection {
  private final Sheet sheet;
  private final Survey survey;
  private final Findings findings;

  ListSection(Sheet sheet, Survey survey, Findings findings) {
    this.sheet = sheet;
    this.survey = survey;
    this.findings = findings;
  }

  void add() {
    sheet.heading("Lists and files");
    quarantine();
    notes("odd-frames", "Stored though some of their frames are odd, or lost", survey.odd());
    miscounted();
    damaged();
    unlisted();
  }

  private void miscounted() {
    List<List<Cell>> rows = new ArrayList<>();
    Map<String, ClipRecord> stored = survey.manifest().byId();
    for (ListFact fact : findings.miscounted()) {
      rows.add(
          List.of(
              Cell.broken(fact.clip()),
              Cell.of(fact.frames()),
              Cell.of(stored.get(fact.clip()).frames())));
    }
    if (!rows.isEmpty()) {
      sheet.add("<h3>Of another number of frames than their list tells</h3>\n");
      Table table = new Table("miscounted", List.of("Clip", "Listed", "On disk"), rows);
      sheet.add(Html.card(sheet.table(table, ClipTables.SHOWN)));
      sheet.note("What lies on disk is stored, all of it.");
    }
  }

  private void quarantine() {
    Map<String, Long> reasons =
        survey.quarantined().stream()
            .collect(
                Collectors.groupingBy(Quarantined::reason, TreeMap::new, Collectors.counting()));
    if (reasons.isEmpty()) {
      sheet.note("No clip is in quarantine: all that the lists name is stored.");
      return;
    }
    List<BarPicture.Bar> bars = new ArrayList<>();
    double all = survey.quarantined().size();
    reasons.forEach((reason, n) -> bars.add(new BarPicture.Bar(reason, n / all, Long.toString(n))));
    sheet.add(
        sheet.picture(
            "quarantine",
            format -> BarPicture.drawing(format, "Clips in quarantine, by reason", bars)));
    notes("quarantine", "In quarantine", survey.quarantined());
  }

  private void notes(String name, String title, List<Quarantined> clips) {
    if (clips.isEmpty()) {
      return;
    }
    List<List<Cell>> rows = new ArrayList<>();
    for (Quarantined clip : clips) {
      rows.add(
          List.of(
              Cell.broken(clip.clip()),
              Cell.name(clip.reason()),
              Cell.broken(clip.detail()),
              Cell.broken(clip.list() + ":" + clip.line())));
    }
    sheet.add("<h3>" + Html.text(title) + "</h3>\n");
    List<String> head = List.of("Clip", "Reason", "What exactly", "Named in");
    Table table = new Table(name, head, rows);
    sheet.add(Html.card(ClipTables.ofWords(sheet.table(table, ClipTables.SHOWN))));
  }

  private void damaged() {
    List<List<Cell>> rows = new ArrayList<>();
    for (int index : findings.damaged()) {
      rows.add(
          List.of(
              Cell.broken(survey.manifest().clips().get(index).id()),
              Cell.broken(survey.looked().get(index).refusal())));
    }
    if (!rows.isEmpty()) {
      sheet.add("<h3>Damaged where they are stored</h3>\n");
      Table table = new Table("damaged", List.of("Clip", "What exactly"), rows);
      sheet.add(Html.card(ClipTables.ofWords(sheet.table(table, ClipTables.SHOWN))));
    }
  }

  private void unlisted() {
    if (survey.unlisted().isEmpty()) {
      sheet.note(
          "This set does not tell what lies among its clips in no list: it is of an older prep.");
      return;
    }
    List<Unlisted> unlisted = survey.unlisted().get();
    if (unlisted.isEmpty()) {
      sheet.note("Nothing lies among the clips that no list names.");
      return;
    }
    List<List<Cell>> rows =
        unlisted.stream().map(u -> List.of(Cell.broken(u.path()))).collect(Collectors.toList());
    sheet.add("<h3>Among the clips, but in no list</h3>\n");
    Table table = new Table("unlisted", List.of("Folder or file"), rows);
    sheet.add(Html.card(sheet.table(table, ClipTables.SHOWN)));
  }
}
