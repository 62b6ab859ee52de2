package org.logoformer.jobs.prediction;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.checkpoint.SafeTensor;
import org.logoformer.checkpoint.Safetensors;
import org.logoformer.clip.ClassMap;
import org.logoformer.config.LogoConfig;
import org.logoformer.jobs.CommandLineRun;
import org.logoformer.jobs.Fixture;
import org.logoformer.jobs.picture.AttentionFrames;
import org.logoformer.video.VideoProbe;

final class PredictCommandTest {
  @TempDir Path folder;

  private Path clips;
  private Path out;

  @BeforeEach
  void writeClips() throws IOException {
    clips = folder.resolve("clips");
    out = folder.resolve("deep/out.csv");
    Fixture.writeClips(clips);
  }

  @Test
  void givesTheLogitsOfTheIndependentImplementation() throws IOException {
    CommandLineRun run = predict(Fixture.weights());
    assertThat(run.error()).isEmpty();
    assertThat(run.exitCode()).isZero();
    List<String> lines = Files.readAllLines(out);
    assertThat(lines.get(0))
        .isEqualTo(
            "clip,label_index,p_0,p_1,p_2,p_3,p_4,p_5,p_6,"
                + "logit_0,logit_1,logit_2,logit_3,logit_4,logit_5,logit_6,prediction,class");
    double[] expected = Fixture.expected("eval.logits").doubles();
    double largest = Arrays.stream(expected).map(Math::abs).max().orElseThrow();
    assertThat(lines).hasSize(5);
    for (int clip = 0; clip < 4; clip++) {
      String[] fields = lines.get(clip + 1).split(",", -1);
      assertThat(fields[0]).isEqualTo("clip-" + clip);
      double[] logits = Arrays.copyOfRange(expected, 7 * clip, 7 * clip + 7);
      assertThat(Integer.parseInt(fields[1])).isEqualTo(largestOf(logits));
      assertThat(fields[16]).isEqualTo(fields[1]);
      assertThat(fields[17]).isEqualTo(ClassMap.EMOTIONS.names().get(largestOf(logits)));
      assertThat(fields[9]).hasSizeLessThan(14);
      double sum = Arrays.stream(logits).map(Math::exp).sum();
      for (int c = 0; c < 7; c++) {
        assertThat(Double.parseDouble(fields[9 + c])).isCloseTo(logits[c], within(1e-4 * largest));
        assertThat(Double.parseDouble(fields[2 + c]))
            .isCloseTo(Math.exp(logits[c]) / sum, within(1e-4));
      }
    }
    assertThat(out.getParent().toFile().list()).containsExactly("out.csv");
  }

  @Test
  void takesAVideo() throws IOException {
    Path video = folder.resolve("smile.mp4");
    try (InputStream in = VideoProbe.class.getResourceAsStream("probe-h264.mp4")) {
      Files.copy(in, video);
    }
    clips = video;

    CommandLineRun run = predict(Fixture.weights());

    assertThat(run.error()).isEmpty();
    assertThat(Files.readAllLines(out)).hasSize(2).last().asString().startsWith("smile.mp4,");
  }

  @Test
  void takesOneClipAsWellAsAFolderOfThem() throws IOException {
    predict(Fixture.weights());
    String together = Files.readAllLines(out).get(3);
    clips = clips.resolve("clip-2");
    assertThat(predict(Fixture.weights()).exitCode()).isZero();
    List<String> alone = Files.readAllLines(out);
    assertThat(alone).hasSize(2);
    assertThat(alone.get(1).split(",", -1)[0]).isEqualTo("clip-2");
    assertThat(alone.get(1).split(",", -1)[1]).isEqualTo(together.split(",", -1)[1]);
  }

  @Test
  void namesTensorsThatAreMissingUnexpectedOrOfAnotherShape() throws IOException {
    Map<String, SafeTensor> tensors = new TreeMap<>(Fixture.read(Fixture.weights()).tensors());
    tensors.remove("blocks.0.mlp.fc1.bias");
    tensors.put("module.fc.weight", SafeTensor.of(new float[1], 1));
    tensors.put("head.bias", SafeTensor.of(new float[8], 8));
    tensors.put("backbone.bn1.num_batches_tracked", SafeTensor.of(new long[] {3}));
    assertRefused(
        predict(write(tensors)),
        "1 missing (blocks.0.mlp.fc1.bias)",
        "1 unexpected (module.fc.weight)",
        "1 of another shape or type (head.bias F32[8] instead of floating-point [7])");
  }

  @Test
  void refusesWeightsThatAreNoNumbers() throws IOException {
    Map<String, SafeTensor> tensors = new TreeMap<>(Fixture.read(Fixture.weights()).tensors());
    tensors.put("head.bias", SafeTensor.of(new float[] {0, 0, 0, Float.NaN, 0, 0, 0}, 7));
    assertRefused(predict(write(tensors)), "head.bias holds NaN at element 3");
  }

  @Test
  void refusesATruncatedWeightsFile() throws IOException {
    byte[] bytes = Files.readAllBytes(Fixture.weights());
    Path file = Files.write(folder.resolve("cut.safetensors"), Arrays.copyOf(bytes, 100_000));
    assertRefused(predict(file), "cut.safetensors");
  }

  @Test
  void refusesWhatIsNotThere() {
    assertRefused(predict(folder.resolve("none.safetensors")), "none.safetensors");
    clips = folder.resolve("nowhere");
    assertRefused(predict(Fixture.weights()), "There is no folder", "nowhere");
  }

  @Test
  void refusesAClipWithoutFramesAndAFrameThatIsNone() throws IOException {
    Path empty = Files.createDirectory(clips.resolve("empty"));
    assertRefused(predict(Fixture.weights()), "clips/empty has no frames");
    Files.delete(empty);
    Files.writeString(clips.resolve("clip-1/9.png"), "no image");
    assertRefused(predict(Fixture.weights()), "clip-1/9.png", "unknown-format");
  }

  @Test
  void refusesAnIllegalWindowBeforeReadingAnything() {
    CommandLineRun run = predict(Fixture.weights(), "model.window=[3,2,2]");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.error()).contains("model.logo-former.window").contains("1, 2, 4");
  }

  @Test
  void aDryRunCountsTheClipsAndWritesNothing() {
    CommandLineRun run = predict(Fixture.weights(), "--dry-run");
    assertThat(run.exitCode()).isZero();
    assertThat(run.out()).contains("# Network", "predict would read clips=4");
    assertThat(out).doesNotExist();
  }

  @Test
  void aDryRunRefusesWeightsAndClipsThatTheRunWouldRefuse() throws IOException {
    assertRefused(predict(folder.resolve("none.safetensors"), "--dry-run"), "none.safetensors");
    Files.createDirectory(clips.resolve("empty"));
    assertRefused(predict(Fixture.weights(), "--dry-run"), "clips/empty has no frames");
  }

  @Test
  void anEarlierResultStaysWhenPredictionFails() throws IOException {
    Files.createDirectories(out.getParent());
    Files.writeString(out, "earlier");
    Files.writeString(clips.resolve("clip-1/9.png"), "");
    assertThat(predict(Fixture.weights()).exitCode()).isEqualTo(3);
    assertThat(out).hasContent("earlier");
  }

  @Test
  void showsWhatTheNetworkAttendsTo() throws IOException {
    Path pictures = folder.resolve("attention");
    CommandLineRun run = predict(Fixture.weights(), "--attention", pictures.toString());
    assertThat(run.error()).isEmpty();
    assertThat(pictures.toFile().list())
        .containsExactlyInAnyOrder("clip-0.png", "clip-1.png", "clip-2.png", "clip-3.png");
    BufferedImage picture = ImageIO.read(pictures.resolve("clip-2.png").toFile());
    assertThat(picture.getWidth()).isEqualTo(840);
    assertThat(Files.readAllBytes(pictures.resolve("clip-1.png")))
        .isNotEqualTo(Files.readAllBytes(pictures.resolve("clip-2.png")));
    AttentionFrames shown =
        AttentionFrames.read(Files.readAllBytes(pictures.resolve("clip-2.png"))).orElseThrow();
    assertThat(shown.title()).startsWith("clip-2: ");
    assertThat(shown.frames()).hasSize(LogoConfig.of("model.preset=tiny").model().frames());
  }

  @Test
  void noPicturesOfFacesAreMadeUnasked() {
    predict(Fixture.weights());
    assertThat(out.getParent().toFile().list()).containsExactly("out.csv");
  }

  @Test
  void attentionGoesWithClips() {
    CommandLineRun run =
        CommandLineRun.of(
            new PredictCommand(),
            "--weights=" + Fixture.weights(),
            "--out=" + folder.resolve("p.parquet"),
            "--clips=" + clips,
            "--attention=" + folder,
            "model.preset=tiny");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.error()).contains("--attention goes with --clips and a CSV file");
  }

  private CommandLineRun predict(Path weights, String... more) {
    String[] fixed = {
      "--weights",
      weights.toString(),
      "--clips",
      clips.toString(),
      "--out",
      out.toString(),
      "model.preset=tiny"
    };
    String[] arguments = Arrays.copyOf(fixed, fixed.length + more.length);
    System.arraycopy(more, 0, arguments, fixed.length, more.length);
    return CommandLineRun.of(new PredictCommand(), arguments);
  }

  private void assertRefused(CommandLineRun run, String... parts) {
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.error()).contains(parts);
    assertThat(out).doesNotExist();
  }

  private Path write(Map<String, SafeTensor> tensors) throws IOException {
    Path file = folder.resolve("changed.safetensors");
    try (var stream = Files.newOutputStream(file)) {
      new Safetensors(tensors).write(stream);
    }
    return file;
  }

  private static int largestOf(double[] values) {
    int best = 0;
    for (int i = 1; i < values.length; i++) {
      best = values[i] > values[best] ? i : best;
    }
    return best;
  }
}
