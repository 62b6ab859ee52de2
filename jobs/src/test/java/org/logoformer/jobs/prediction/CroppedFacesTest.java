package org.logoformer.jobs.prediction;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.jobs.CommandLineRun;
import org.logoformer.jobs.Fixture;
import org.logoformer.jobs.TinyShards;

final class CroppedFacesTest {
  @TempDir Path folder;

  @Test
  void predictSaysThatFramesAreNotCutToFacesAsThoseOfTrainingWere() throws Exception {
    Fixture.writeClips(folder.resolve("clips"));
    TinyShards.write(folder.resolve("shards"), 1, TinyShards.Tags.SPLIT);
    assertThat(predict().out()).startsWith("predict clips=4 out=");
    TinyShards.cutToFaces(folder.resolve("shards"));

    CommandLineRun run = predict();

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .startsWith("the network was trained on faces cut out by their landmarks (prep.boxes); ")
        .contains("prep.layout=unlabelled prep.boxes=..")
        .contains("\npredict clips=4 out=");
  }

  private CommandLineRun predict() {
    return CommandLineRun.of(
        new PredictCommand(),
        "--weights",
        Fixture.weights().toString(),
        "--clips",
        folder.resolve("clips").toString(),
        "--out",
        folder.resolve("out.csv").toString(),
        "model.preset=tiny",
        "data.shards=" + folder.resolve("shards"));
  }
}
