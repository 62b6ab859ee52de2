package org.logoformer.jobs.dataset;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.logoformer.error.Message;
import org.logoformer.jobs.page.Cell;
import org.logoformer.jobs.page.Html;
import org.logoformer.jobs.page.Sheet;
import org.logoformer.jobs.page.Table;
import org.logoformer.quality.ClipLook;
import org.logoformer.shard.ClipRecord;
import org.logoformer.shard.SourceClip;

/** How long, how large and how bright clips are, and which stand out. */
final class LookSection {
  private static final int SIZES = 10;
  private static final int PHOTOS = 8;

  private final Sheet sheet;
  private final Survey survey;
  private final Findings findings;
  private final int frames;
  private final ClipTables tables;

  LookSection(Sheet sheet, Survey survey, Findings findings, int frames, ClipTables tables) {
    this.sheet = sheet;
    this.survey = survey;
    this.findings = findings;
    this.frames = frames;
    this.tables = tables;
  }

  void add() {
    sheet.heading("Length, size and brightness");
    List<ClipRecord> clips = survey.manifest().clips();
    List<Looked> sound = survey.looked().stream().filter(Looked::isSound).toList();
    Map<String, Long> lengths = Histogram.ofFrames(clips, ClipRecord::frames);
    Map<String, Long> luma = Histogram.ofLuma(sound, l -> (int) l.look().luma());
    sheet.pair(
        tables.bars("clip-lengths", "Clips by frames", lengths),
        tables.bars("brightness", "Clips by brightness, 0 to 255", luma));
    sizes();
    shorter();
    outliers();
    all();
  }

  private void sizes() {
    if (survey.sources().isEmpty()) {
      sheet.note("This set does not tell how large its images were: it is of an older prep.");
      return;
    }
    List<SourceClip> sources = survey.sources().get();
    sheet.add(
        tables.bars(
            "source-sizes", "Clips by size at the source", Histogram.ofSizes(sources, SIZES)));
    sizes(
        "odd-sizes",
        Message.of(
            "Of another size: several in one clip, or %.0f times the median area, or %.1f times the median width for the height, or less in like measure",
            Findings.AREA, Findings.SHAPE),
        findings.sizes());
    sizes("turned", "With images that a camera has noted as not upright", findings.turned());
  }

  private void sizes(String name, String title, List<SourceClip> clips) {
    if (clips.isEmpty()) {
      return;
    }
    List<List<Cell>> rows = new ArrayList<>();
    for (SourceClip clip : clips) {
      rows.add(
          List.of(
              Cell.broken(clip.clip()),
              range(clip.minWidth(), clip.maxWidth()),
              range(clip.minHeight(), clip.maxHeight()),
              Cell.of(clip.turned())));
    }
    sheet.add("<h3>" + Html.text(title) + "</h3>\n");
    List<String> head = List.of("Clip", "Width, pixels", "Height, pixels", "Turned images");
    sheet.add(Html.card(sheet.table(new Table(name, head, rows), ClipTables.SHOWN)));
  }

  private static Cell range(int least, int most) {
    return least == most ? Cell.of(least) : Cell.name(least + " to " + most);
  }

  private void shorter() {
    if (!findings.shorter().isEmpty()) {
      sheet.add("<h3>Fewer frames than the network's " + frames + "</h3>\n");
      tables.add(
          "short-clips", findings.shorter(), List.of("Frames"), i -> List.of(Cell.of(frames(i))));
      sheet.note("They stay in the set; data.short-clip says how their frames are repeated.");
    }
  }

  private void outliers() {
    looks("dark", "Dark", findings.dark(), Comparator.comparingDouble(i -> look(i).luma()));
    looks("bright", "Bright", findings.bright(), Comparator.comparingDouble(i -> -look(i).luma()));
    looks("flat", "With frames that show nothing", findings.flat(), Comparator.naturalOrder());
    looks("still", "Still: all frames are equal", findings.still(), Comparator.naturalOrder());
  }

  private ClipLook look(int index) {
    return survey.looked().get(index).look();
  }

  private void looks(String name, String title, List<Integer> found, Comparator<Integer> order) {
    if (found.isEmpty()) {
      return;
    }
    List<Integer> sorted = found.stream().sorted(order).toList();
    sheet.add("<h3>" + Html.text(title) + "</h3>\n");
    tables.add(
        name + "-clips",
        sorted,
        List.of("Brightness", "Empty frames", "Of frames"),
        i ->
            List.of(
                Cell.number("%.0f", look(i).luma()), Cell.of(look(i).flat()), Cell.of(frames(i))));
    tables.photos(
        sorted.subList(0, Math.min(PHOTOS, sorted.size())), index -> tables.clip(index).id());
  }

  private int frames(int index) {
    return tables.clip(index).frames();
  }

  /**
   * Every clip with its numbers, for a spreadsheet; as a table of the page it would fill memory.
   */
  private void all() {
    StringBuilder csv =
        new StringBuilder("clip,split,class,frames,brightness,darkest,brightest,flat,digest\r\n");
    List<String> classes = survey.manifest().origin().classes().names();
    for (int i = 0; i < survey.looked().size(); i++) {
      if (survey.looked().get(i).isSound()) {
        ClipRecord clip = tables.clip(i);
        String label = classes.get(clip.label());
        csv.append(Table.quoted(clip.id())).append(',');
        csv.append(Table.quoted(SetCounts.side(clip))).append(',').append(Table.quoted(label));
        csv.append(',').append(clip.frames()).append(numbers(look(i))).append("\r\n");
      }
    }
    sheet.file("clips.csv", csv.toString().getBytes(StandardCharsets.UTF_8));
    sheet.note("clips.csv has the numbers of every clip.");
  }

  private static String numbers(ClipLook look) {
    return String.format(
        Locale.ROOT,
        ",%.1f,%.1f,%.1f,%d,%s",
        look.luma(),
        look.darkest(),
        look.brightest(),
        look.flat(),
        look.digest());
  }
}
