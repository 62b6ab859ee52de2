package org.logoformer.jobs.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
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

  /** A picture for each of the runs that has features, side by side where there is room. */
  static void add(Sheet sheet, List<RunRecord> runs) {
    List<RunRecord> shown =
        runs.stream()
            .filter(r -> r.features().filter(f -> f.clips().size() >= LEAST).isPresent())
            .toList();
    if (shown.isEmpty()) {
      return;
    }
    List<String> pictures = new ArrayList<>();
    List<String> notes = new ArrayList<>();
    for (RunRecord run : shown) {
      Features features = run.features().orElseThrow();
      String title = runs.size() == 1 ? "Features by class" : run.name();
      String name = runs.size() == 1 ? "features" : "features-" + run.name();
      double perplexity = Math.min(PERPLEXITY, (features.clips().size() - 1) / 3.0);
      Tsne.Map map = laidOut(features, perplexity);
      List<Dots> groups = groups(features, map, classes(run));
      String about = about(features, map);
      pictures.add(
          sheet.picture(name, f -> ScatterPicture.drawing(f, title, "t-SNE of " + about, groups)));
      notes.add(
          String.format(
              Locale.ROOT,
              "%s%s; perplexity %.3g, %d steps, divergence %.3f.",
              runs.size() == 1 ? "" : run.name() + ": ",
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

  private static List<String> classes(RunRecord run) {
    int most =
        run.features().orElseThrow().clips().stream()
            .mapToInt(ClipFeatures::label)
            .max()
            .orElseThrow();
    return run.pooled().map(Evaluation::classes).orElseGet(() -> ClassNames.of(most + 1));
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
