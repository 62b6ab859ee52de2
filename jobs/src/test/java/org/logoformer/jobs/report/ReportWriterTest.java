package org.logoformer.jobs.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.error.DataException;
import org.w3c.dom.Document;

final class ReportWriterTest {
  @TempDir java.nio.file.Path folder;

  @Test
  void showsMetricsCurvesScenesProvenanceAndConfiguration() throws IOException {
    writeFold("fold-0", 0.9);
    Files.writeString(folder.resolve("config.conf"), "run { name = \"<x>\" }\n");
    Files.writeString(
        folder.resolve("provenance.json"),
        "{\"git\":\"abc123\",\"versions\":{\"spark\":\"3.5.5\"},\"hosts\":[\"a\",\"b\"]}");
    String page = report();
    assertThat(page)
        .contains("Confusion matrix", "Training loss by epoch", "Test split, % by epoch: UAR from")
        .contains("Learning rate by epoch", "<td>2026-11-30T04:00:30Z</td>")
        .contains("<td>Crime</td>")
        .contains("<td>git</td><td>abc123</td>", "<td>versions.spark</td>", "<td>a, b</td>")
        .contains("run { name = &quot;&lt;x&gt;&quot; }")
        .contains("300 s in training epochs", "waiting for data 10.0 %", "averaging 20.0 %")
        .contains("<td>starting tasks</td><td>30.0</td><td>10.0</td><td>200</td>")
        .contains("<td>sums to the driver</td><td>330.0</td><td>2.200</td>")
        .contains("too slow to count: 60");
  }

  @Test
  void loadsNothingFromElsewhere() throws IOException {
    writeFold("fold-0", 0.9);
    assertThat(report()).doesNotContainPattern("(?i)(src|href|srcset)=\"(?!data:)|url\\(|<script");
  }

  @Test
  void everyPictureIsInThePageAndBesideItAsSvgAndPng() throws Exception {
    writeFold("fold-0", 0.9);
    String page = report();
    List<String> names =
        List.of("loss", "recall", "learning-rate", "overheads", "confusion", "reliability", "time");
    assertThat(page.split("<svg ", -1)).as("each for pages and for phones").hasSize(15);
    assertThat(page.split("role=\"img\" aria-label=\"[^\"]{20,}\"", -1)).hasSize(15);
    for (String name : names) {
      byte[] png = Files.readAllBytes(folder.resolve("report_files/" + name + ".png"));
      assertThat(ImageIO.read(new ByteArrayInputStream(png)).getWidth()).isEqualTo(960);
      Document svg = xml(Files.readAllBytes(folder.resolve("report_files/" + name + ".svg")));
      assertThat(svg.getElementsByTagName("desc").item(0).getTextContent()).isNotBlank();
    }
  }

  @Test
  void everyTableIsBesideThePageAsCsvAndLatex() throws IOException {
    writeFold("fold-0", 0.9);
    report();
    assertThat(folder.resolve("report_files/classes.csv"))
        .content()
        .startsWith("Class,Clips,\"Recall, %\",95 % of recall,\"Precision, %\",\"F1, %\"\r\n")
        .containsPattern("Happy,20,90,[78]\\d\\.\\d\\d to 100\\.00,90,90\r\n")
        .containsPattern("Mean \\(UAR\\),140,90,8\\d\\.\\d\\d to 9\\d\\.\\d\\d,,90\r\n$");
    assertThat(folder.resolve("report_files/classes.tex"))
        .content()
        .contains(
            "\\begin{tabular}{lrrrrr}",
            "Class & Clips & Recall, \\% & 95 \\% of recall & Precision, \\% & F1, \\% \\\\",
            "Happy & 20 & 90.00 & ");
    for (String name :
        List.of("fold-0-epochs", "scenes", "folds", "figures", "published", "time")) {
      assertThat(folder.resolve("report_files/" + name + ".csv")).isNotEmptyFile();
      assertThat(folder.resolve("report_files/" + name + ".tex")).isNotEmptyFile();
    }
  }

  @Test
  void twoReportsInOneFolderKeepTheirOwnPictures() throws IOException {
    Path run = new Path(folder.toUri());
    writeFold("fold-0", 0.9);
    ReportWriter.write(new Configuration(), run, new Path(run, "a.html"));
    byte[] first = Files.readAllBytes(folder.resolve("a_files/confusion.png"));
    writeFold("fold-0", 0.5);
    ReportWriter.write(new Configuration(), run, new Path(run, "b.html"));
    assertThat(folder.resolve("a_files/confusion.png")).hasBinaryContent(first);
    assertThat(Files.readAllBytes(folder.resolve("b_files/confusion.png"))).isNotEqualTo(first);
  }

  @Test
  void publishedResultsHaveARowOfThisRunOnlyIfItsClipsAreTheirs() throws IOException {
    writeFold("fold-0", 0.9);
    assertThat(report())
        .contains("<td>LOGO-Former</td><td>DS</td><td>54.21</td><td>66.98</td><td>38.22</td>")
        .contains("This run is not among them");
    for (int fold = 1; fold <= 5; fold++) {
      writeFold("fold-" + fold, 0.5, 2338);
    }
    Files.delete(folder.resolve("fold-0/metrics.json"));
    assertThat(report())
        .contains("<td>This run</td><td></td><td>50.0")
        .doesNotContain("This run is not among them");
  }

  @Test
  void foldsShareOnePictureOfEachMetric() throws IOException {
    writeFold("fold-1", 0.9);
    writeFold("fold-2", 0.5);
    assertThat(report()).contains("UAR, % by epoch: fold-1 from", "; fold-2 from");
    assertThat(folder.resolve("report_files/uar.svg")).exists();
  }

  @Test
  void rateAndTimesAreThoseOfEveryFold() throws IOException {
    writeFold("fold-1", 0.9);
    writeFold("fold-2", 0.5);
    assertThat(report())
        .contains("Learning rate by epoch: fold-1 from 0.01", "; fold-2 from 0.01")
        .contains("Time not spent computing, % by epoch: fold-1 from 40", "; fold-2 from 40")
        .contains("600 s in training epochs");
    assertThat(folder.resolve("report_files/time-of-folds.csv"))
        .content()
        .contains("fold-1,300,60,10,20,5,5\r\nfold-2,300,60,10,20,5,5\r\n");
  }

  @Test
  void networksOfAnEnsembleStandBesideIt() throws IOException {
    writeFold("fold-0", 0.9);
    java.nio.file.Path both = folder.resolve("evaluations/both");
    writeEvaluation(both, 0.95);
    writeEvaluation(both.resolve("models/lstm"), 0.8);
    writeEvaluation(both.resolve("models/logo"), 0.9);
    assertThat(report())
        .contains("<h2>Ensemble both</h2>", "Weights: logo = logo.st; lstm = lstm.st.");
    assertThat(folder.resolve("report_files/ensemble-both.csv"))
        .content()
        .containsPattern(
            "logo,140,90,8\\d[.\\d]+ to [.\\d]+,90,[^,]+,90,[.\\d]+\r\n"
                + "lstm,140,80,[^,]+,80,[^,]+,80,[.\\d]+\r\nAll together,140,95,");
    assertThat(folder.resolve("report_files/ensemble-both-recalls.csv"))
        .content()
        .contains("\r\nlogo,90,90,", "\r\nlstm,80,80,", "\r\nAll together,95,95,");
    assertThat(folder.resolve("report_files/ensemble-both-confusion.svg")).content().contains("95");
    assertThat(folder.resolve("report_files/ensemble-both-confusion.png")).isNotEmptyFile();
    assertThat(folder.resolve("report_files/ensemble-both-scenes.csv"))
        .content()
        .startsWith("Scene,Clips,\"UAR, %\"");
    Files.delete(both.resolve("models/lstm/fold-0/metrics.json"));
    assertThat(report()).contains("<h2>Ensemble both</h2>");
  }

  private static void writeEvaluation(java.nio.file.Path place, double right) throws IOException {
    new SampleRun(place).fold("fold-0", right, 140);
    Files.writeString(
        place.resolve("metrics.json"),
        "{\"folds\":[{\"fold\":0,\"uar\":%s,\"war\":%s}],\"settings\":{\"evaluate.weights\":\"%s.st\"}}"
            .formatted(right, right, place.getFileName()));
  }

  @Test
  void givesMeanAndDeviationOverFolds() throws IOException {
    writeFold("fold-2", 0.5);
    writeFold("fold-1", 1.0);
    String page = report();
    assertThat(page).contains("Mean ± standard deviation", "75.00 ± 35.36");
    assertThat(page.indexOf("<td>fold-1</td>")).isLessThan(page.indexOf("<td>fold-2</td>"));
  }

  @Test
  void theMeanOfTheClassTableIsNotCalledTheUarOfTheFolds() throws IOException {
    writeFold("fold-1", 1.0);
    assertThat(report()).contains("<td>Mean (UAR)</td>");
    writeFold("fold-2", 0.5);
    assertThat(report())
        .contains("<td>Mean of these</td>", "the mean over its folds: 75.00 ± 35.36 %")
        .doesNotContain("Mean (UAR)");
  }

  @Test
  void evaluationsThatAreNotTheRunsAreToldApart() throws IOException {
    writeFold("fold-0", 0.9);
    Files.createDirectories(folder.resolve("evaluations/x"));
    Files.writeString(
        folder.resolve("evaluations/x/metrics.json"),
        "{\"uar\":0.3,\"war\":0.2,\"folds\":[{\"fold\":0,\"uar\":0.3,\"war\":0.2}],"
            + "\"settings\":{\"data.shuffle-frames\":\"true\"}}");
    Files.createDirectories(folder.resolve("evaluations/begun"));
    assertThat(report())
        .contains("Other evaluations", "data.shuffle-frames = true</span></td>", "<td>30.00</td>")
        .contains("UAR with shuffled frames, %")
        .doesNotContain("begun");
  }

  @Test
  void ofEqualEpochsTheNewestIsTheBestAsAmongCheckpoints() throws IOException {
    Files.createDirectories(folder.resolve("fold-0"));
    Files.writeString(
        folder.resolve("fold-0/metrics.jsonl"),
        SampleRun.epoch(1, 1.5, 0.3) + SampleRun.epoch(2, 1.4, 0.3) + SampleRun.epoch(3, 1.3, 0.2));
    assertThat(report()).contains("epoch 2");
  }

  @Test
  void isWellFormed() throws Exception {
    writeFold("fold-0", 0.9);
    String body =
        report().replaceFirst("<!doctype html>", "").replaceAll("<(meta)([^>]*)>", "<$1$2/>");
    xml(body.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void aRunWithoutEvaluationStillHasCurves() throws IOException {
    Files.createDirectories(folder.resolve("fold-0"));
    Files.writeString(
        folder.resolve("fold-0/metrics.jsonl"), SampleRun.epoch(1, 1.5, 0.3) + "{\"kind\":\"ep");
    assertThat(report()).contains("Training loss by epoch").doesNotContain("Confusion matrix");
  }

  @Test
  void aLogWithoutTimesHasNoSectionAboutThem() throws IOException {
    Files.createDirectories(folder.resolve("fold-0"));
    Files.writeString(
        folder.resolve("fold-0/metrics.jsonl"),
        "{\"kind\":\"epoch\",\"epoch\":1,\"loss\":2,\"seconds\":10}\n");
    assertThat(report()).contains("Training loss by epoch").doesNotContain("Where the time went");
  }

  @Test
  void saysThatThereIsNoRun() {
    Path none = new Path(folder.resolve("none").toUri());
    assertThatThrownBy(
            () -> ReportWriter.write(new Configuration(), none, new Path(none, "r.html")))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("There is no run in");
  }

  @Test
  void namesTheBrokenLineOfTheLog() throws IOException {
    Files.createDirectories(folder.resolve("fold-0"));
    Files.writeString(
        folder.resolve("fold-0/metrics.jsonl"), SampleRun.epoch(1, 1.5, 0.3) + "nonsense\n");
    assertThatThrownBy(this::report)
        .isInstanceOf(DataException.class)
        .hasMessageContaining("metrics.jsonl, line 2 is not JSON");
  }

  private static Document xml(byte[] bytes) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new ByteArrayInputStream(bytes));
  }

  private String report() throws IOException {
    Path run = new Path(folder.toUri());
    ReportWriter.write(new Configuration(), run, new Path(run, "report.html"));
    return Files.readString(folder.resolve("report.html"));
  }

  private void writeFold(String name, double right) throws IOException {
    writeFold(name, right, 140);
  }

  private void writeFold(String name, double right, int clips) throws IOException {
    new SampleRun(folder).fold(name, right, clips);
  }
}
