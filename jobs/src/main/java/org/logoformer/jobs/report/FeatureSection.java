package org.logoformer.jobs.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.logoformer.jobs.embedding.Tsne;
import org.logoformer.jobs.evaluation.ClipFeatures;
import org.logoformer.jobs.network.ClassNames;
import org.logoformer.jobs.page.Sheet;
import org.logoformer.jobs.picture.ScatterPicture;
import org.logoformer.jobs.picture.ScatterPicture.Dots;
import org.logoformer.jobs.run.Evaluation;

/** The features by class, as Fig. 3 of the paper shows them. */
final class FeatureSection {
  private static final double PERPLEXITY = 30;

  /** Fewer points have no structure to show. */
  private static final int LEAST = 10;

  private FeatureSection() {}

  /**
   * Features and how they are called.
   *
   * @param name of the files
   * @param by begins what the note says of them
   */
  private record Shown(String title, String name, String by, RunRecord run, Features features) {}

  /** A picture for each fold that has features, side by side where there is room. */
  static void add(Sheet sheet, RunRecord run) {
    List<Features> folds = ofSome(run).toList();
    add(
        sheet,
        folds.stream()
            .map(
                of ->
                    folds.size() == 1
                        ? new Shown("Features by class", "features", "", run, of)
                        : new Shown(of.fold(), "features-" + of.fold(), "", run, of))
            .toList());
  }

  /** A picture for each of the runs that has features, of its first fold that has them. */
  static void addEach(Sheet sheet, List<RunRecord> runs) {
    add(
        sheet,
        runs.stream()
            .flatMap(
                run ->
                    ofSome(run)
                        .limit(1)
                        .map(
                            of ->
                                new Shown(
                                    run.name(),
                                    "features-" + run.name(),
                                    run.name() + ": ",
                                    run,
                                    of)))
            .toList());
  }

  private static Stream<Features> ofSome(RunRecord run) {
    return run.features().stream().filter(f -> f.clips().size() >= LEAST);
  }

  private static void add(Sheet sheet, List<Shown> shown) {
    if (shown.isEmpty()) {
      return;
    }
    List<String> pictures = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (Shown each : shown) {
      Features features = each.features();
      double perplexity = Math.min(PERPLEXITY, (features.clips().size() - 1) / 3.0);
      Tsne.Map map = laidOut(features, perplexity);
      List<Dots> groups = groups(features, map, classes(each));
      String about = about(features, map);
      pictures.add(
          sheet.picture(
              each.name(),
              f -> ScatterPicture.drawing(f, each.title(), "t-SNE of " + about, groups)));
      notes.add(
          String.format(
              Locale.ROOT,
              "%s%s; perplexity %.3g, %d steps, divergence %.3f.",
              each.by(),
              about,
              perplexity,
              Tsne.STEPS,
              map.divergence()));
    }
    sheet.heading("Features");
    sheet.pair(pictures.toArray(String[]::new));
    sheet.note(
        "Exact t-SNE (van der Maaten and Hinton, 2008) of what the classifier reads. "
            + String.join(" ", notes)
            + " Only neighbourhoods mean anything, neither axes nor distances of groups.");
  }

  private static Tsne.Map laidOut(Features features, double perplexity) {
    return Tsne.of(
        features.clips().stream().map(ClipFeatures::values).toArray(float[][]::new),
        perplexity,
        features.clips().stream().map(ClipFeatures::clip).toArray());
  }

  private static List<String> classes(Shown shown) {
    int most = shown.features().clips().stream().mapToInt(ClipFeatures::label).max().orElseThrow();
    return shown.run().tests().stream()
        .findFirst()
        .map(Evaluation::classes)
        .orElseGet(() -> ClassNames.of(most + 1));
  }

  private static List<Dots> groups(Features features, Tsne.Map map, List<String> classes) {
    return IntStream.range(0, classes.size())
        .mapToObj(
            c -> {
              int[] of =
                  IntStream.range(0, features.clips().size())
                      .filter(i -> features.clips().get(i).label() == c)
                      .toArray();
              return new Dots(
                  classes.get(c),
                  IntStream.of(of).mapToDouble(i -> map.x()[i]).toArray(),
                  IntStream.of(of).mapToDouble(i -> map.y()[i]).toArray());
            })
        .toList();
  }

  private static String about(Features features, Tsne.Map map) {
    int shown = features.clips().size();
    long same =
        IntStream.range(0, shown)
            .filter(
                i ->
                    features.clips().get(i).label()
                        == features.clips().get(nearest(map, i)).label())
            .count();
    return String.format(
        Locale.ROOT,
        "%s of %s, %.0f %% of them beside a clip of their class",
        shown < features.all()
            ? shown + " of " + features.all() + " test clips"
            : shown + " test clips",
        features.fold(),
        100.0 * same / shown);
  }

  private static int nearest(Tsne.Map map, int i) {
    int nearest = i == 0 ? 1 : 0;
    double least = Double.POSITIVE_INFINITY;
    for (int j = 0; j < map.x().length; j++) {
      double distance = Math.hypot(map.x()[i] - map.x()[j], map.y()[i] - map.y()[j]);
      if (j != i && distance < least) {
        least = distance;
        nearest = j;
      }
    }
    return nearest;
  }
}
