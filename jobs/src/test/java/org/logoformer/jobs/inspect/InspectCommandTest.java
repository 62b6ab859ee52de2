package org.logoformer.jobs.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.jobs.CommandLineRun;
import org.logoformer.jobs.Fixture;
import org.logoformer.jobs.TinyShards;
import org.logoformer.jobs.TinyShards.Tags;
import org.logoformer.jobs.dataset.PlantedShards;
import org.logoformer.models.Models;

final class InspectCommandTest {
  @TempDir Path folder;

  @Test
  void summarisesAShardSet() throws IOException {
    TinyShards.write(folder, 2, Tags.FOLDS);
    CommandLineRun run = inspect("shards", folder.toString());
    assertThat(run.error()).isEmpty();
    assertThat(run.out())
        .contains("8 clips, 32 frames", "in 2 shards", "stored at 64 px")
        .contains("quarantine: 1 of 9 listed clips {truncated=1}")
        .containsPattern("clips by class +fold 1 +fold 2\\R")
        .containsPattern("  all +4 +4\\R")
        .containsPattern("Crime +4  #{40}\\R")
        .containsPattern("clips by frames\\R  1 to 7 +8  #+\\R")
        .doesNotContain("at the source", "faces cut out", "JPEGs decoded");
    TinyShards.cutToFaces(folder);
    assertThat(inspect("shards", folder.toString()).out())
        .contains(
            "faces cut out by their landmarks, prep.missing-box = nearest, prep.box-margin = 0.0,"
                + " prep.boxes sha256 0123abcd");
  }

  @Test
  void tellsTheNumbersOfAShardSetAsJson() throws IOException {
    PlantedShards.write(folder);
    CommandLineRun run = inspect("shards", folder.toString(), "--json");
    JsonNode json = new ObjectMapper().readTree(run.out());
    assertThat(json.path("clips").asInt()).isEqualTo(33);
    assertThat(json.at("/quarantined/truncated").asInt()).isEqualTo(1);
    assertThat(json.at("/clips-by-class/test/Happy").asInt()).isEqualTo(2);
    assertThat(json.at("/clips-by-frames/16 to 23").asInt()).isEqualTo(30);
    assertThat(json.at("/clips-by-size/224 x 224").asInt()).isEqualTo(30);
    assertThat(json.at("/clips-by-size/mixed").asInt()).isEqualTo(1);
    assertThat(json.path("clips-turned").asInt()).isEqualTo(1);
  }

  @Test
  void showsClipsOfEachClassOnASheetThatIsTheSameEveryTime() throws IOException {
    TinyShards.write(folder, 6, Tags.SPLIT);
    for (String name : new String[] {"one.png", "two.png"}) {
      CommandLineRun run = inspect("shards", folder.toString(), "--sheet", sheet(name));
      assertThat(run.error()).isEmpty();
      assertThat(run.out()).contains("Wrote file:").contains(name);
    }
    byte[] png = Files.readAllBytes(Path.of(sheet("one.png")));
    assertThat(png).isEqualTo(Files.readAllBytes(Path.of(sheet("two.png"))));
    BufferedImage picture = ImageIO.read(new ByteArrayInputStream(png));
    assertThat(picture.getWidth()).isEqualTo(1228);
    assertThat(picture.getHeight()).isBetween(1000, 1300);
  }

  private String sheet(String name) {
    return folder.resolve(name).toString();
  }

  @Test
  void listsTensorsWithTheirStatistics() {
    CommandLineRun run = inspect("weights", Fixture.weights().toString());
    assertThat(run.out())
        .containsPattern("head\\.bias +F\\d\\d\\[7\\]")
        .containsPattern("\\d+ tensors, 8\\d,\\d{3} elements");
  }

  @Test
  void listsTensorsOfPyTorchToo() {
    Path file = Path.of("../core/src/test/resources/torch/archive.pth");
    CommandLineRun run = inspect("weights", file.toAbsolutePath().toString());
    assertThat(run.out()).containsPattern("brain +BF16\\[2, 3]").contains("18 tensors");
  }

  @Test
  void refusesATruncatedFile() throws IOException {
    byte[] bytes = Files.readAllBytes(Fixture.weights());
    Path cut = Files.write(folder.resolve("cut.safetensors"), Arrays.copyOf(bytes, 1000));
    CommandLineRun run = inspect("weights", cut.toString());
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.error()).contains("cut.safetensors");
  }

  @Test
  void showsTheNetworkAndTheConfiguration() {
    assertThat(inspect("model", "model.preset=tiny").out()).contains("84,943");
    assertThat(inspect("config", "train.epochs=7").out()).containsPattern("epochs *[=:] *7");
  }

  @Test
  void countsTheMultiplyAddsOfEachLayer() {
    CommandLineRun run = inspect("macs");
    assertThat(run.error()).isEmpty();
    assertThat(run.out().lines().reduce((a, b) -> b))
        .contains("macs logo-former gmacs=10.214166272 parameters=7603015");
    assertThat(run.out())
        .containsPattern("backbone\\.conv1 +\\[16, 56, 56, 64] +9,408 +472,055,808")
        .containsPattern("blocks\\.0\\.local\\.products +\\[.*] +0 +[1-9]")
        .containsPattern("cls_token +\\[256] +256 +0")
        .containsPattern("head +\\[1, 7] +1,799 +1,792");
  }

  @Test
  void everyNetworkTellsItsMultiplyAdds() {
    for (String name : Models.names()) {
      CommandLineRun run = inspect("macs", "model.name=" + name);
      assertThat(run.error()).as(name).isEmpty();
      assertThat(run.out().lines().reduce((a, b) -> b).orElseThrow())
          .matches("macs " + name + " gmacs=[0-9]+\\.[0-9]{9} parameters=[1-9][0-9]*");
    }
  }

  @Test
  void saysWhatThereIsToInspect() {
    CommandLineRun run = inspect();
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.error()).contains("shards, quality, checkpoint, weights, config, model, macs");
  }

  @Test
  void aFolderWithoutCheckpointsIsADataError() {
    CommandLineRun run = inspect("checkpoint", folder.toString());
    assertThat(run.exitCode()).isEqualTo(3);
    assertThat(run.error()).contains("No committed checkpoint in");
  }

  private static CommandLineRun inspect(String... arguments) {
    return CommandLineRun.of(new InspectCommand(), arguments);
  }
}
