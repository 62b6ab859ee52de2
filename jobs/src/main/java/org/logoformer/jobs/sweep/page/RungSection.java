package org.logoformer.jobs.sweep.page;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.commons.math3.stat.descriptive.rank.Median;
import org.logoformer.jobs.page.Cell;
import org.logoformer.jobs.page.Html;
import org.logoformer.jobs.page.Sheet;
import org.logoformer.jobs.page.Table;
import org.logoformer.jobs.picture.LadderPicture;
import org.logoformer.jobs.picture.LadderPicture.Climb;
import org.logoformer.jobs.picture.LadderPicture.End;

/** How far trials went, where they were looked at more than once. */
final class RungSection {
  private static final int MOST_ROWS = 12;

  private RungSection() {}

  static void add(Sheet sheet, SweepRecord sweep) {
    NavigableMap<Integer, List<Double>> rungs = new TreeMap<>();
    sweep
        .trials()
        .forEach(
            t ->
                t.scores()
                    .forEach(
                        (epoch, uar) ->
                            rungs.computeIfAbsent(epoch, e -> new ArrayList<>()).add(uar)));
    if (rungs.size() < 2) {
      return;
    }
    List<Climb> climbs =
        sweep.trials().stream().filter(t -> !t.scores().isEmpty()).map(RungSection::climb).toList();
    sheet.heading("Rungs");
    String picture =
        sheet.picture("rungs", f -> LadderPicture.drawing(f, "UAR, %", "epochs", climbs));
    if (rungs.size() <= MOST_ROWS) {
      sheet.pair(picture, Html.card(sheet.table(table(rungs))));
    } else {
      sheet.pair(picture);
    }
  }

  private static Climb climb(TrialRow trial) {
    End end =
        switch (trial.state()) {
          case "finished" -> End.FINISHED;
          case "stopped" -> End.STOPPED;
          case "diverged", "failed", "illegal" -> End.BROKEN;
          default -> End.OPEN;
        };
    return new Climb(
        trial.name(),
        List.copyOf(trial.scores().keySet()),
        trial.scores().values().stream().map(s -> 100 * s).toList(),
        end);
  }

  private static Table table(NavigableMap<Integer, List<Double>> rungs) {
    List<List<Cell>> rows = new ArrayList<>();
    for (Map.Entry<Integer, List<Double>> rung : rungs.entrySet()) {
      double[] uars = rung.getValue().stream().mapToDouble(u -> u).toArray();
      rows.add(
          List.of(
              Cell.of(rung.getKey()),
              Cell.of(uars.length),
              Cell.percent(Arrays.stream(uars).max().orElseThrow()),
              Cell.percent(new Median().evaluate(uars))));
    }
    return new Table(
        "rungs", List.of("Epochs", "Trials tested", "Best UAR, %", "Median UAR, %"), rows);
  }
}
