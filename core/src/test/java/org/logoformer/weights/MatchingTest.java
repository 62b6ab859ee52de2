package org.logoformer.weights;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.logoformer.checkpoint.DType;
import org.logoformer.checkpoint.SafeTensor;
import org.logoformer.checkpoint.Safetensors;
import org.logoformer.config.LogoConfig;
import org.logoformer.models.Models;
import org.logoformer.nn.Parameter;
import org.logoformer.nn.Parts;
import org.logoformer.weights.Matching.Found;

/** Which tensors of a file are which parameters of a network. */
class MatchingTest {
  private static final Path FOLDER = Path.of("src/test/resources/torch");

  @ParameterizedTest
  @ValueSource(strings = {"resnet18-width-2.pth", "resnet18-width-2.pth.tar"})
  void aResNet18IsTheBackboneOfLogoFormer(String name) throws IOException {
    Parts parts = parts("model.preset=tiny", "model.logo-former.backbone.width=2");
    List<Parameter> wanted = parts.named("part", "backbone");
    Matching matching = Matching.of(file(name), wanted, parts);
    assertThat(matching.count(Found.MATCHED)).isEqualTo(wanted.size());
    assertThat(matching.count(Found.MISSING) + matching.count(Found.SHAPE)).isZero();
    assertThat(matching.rows())
        .filteredOn(row -> row.found() == Found.UNEXPECTED)
        .extracting(Matching.Row::name)
        .isNotEmpty()
        .allMatch(tensor -> tensor.matches("(module\\.)?(layer4|fc|feature)\\..*"))
        .noneMatch(tensor -> tensor.endsWith("num_batches_tracked"));
    assertThat(matching.tensors().get("backbone.layer2.0.downsample.1.running_var"))
        .isEqualTo(file("resnet18-width-2.pth").tensors().get("layer2.0.downsample.1.running_var"));
  }

  @Test
  void theClassifierOfAResNet18IsNotTheOneBehindARecurrence() throws IOException {
    Parts parts = parts("model.name=resnet18-lstm", "model.resnet18-lstm.width=2");
    List<Parameter> all = parts.layout().parameters();
    Matching matching = Matching.of(file("resnet18-width-2.pth"), all, parts);
    assertThat(matching.tensors().keySet()).allMatch(name -> name.startsWith("backbone."));
    assertThat(matching.rows())
        .filteredOn(row -> row.found() == Found.MISSING)
        .extracting(Matching.Row::name)
        .contains("fc.weight", "lstm.weight_ih_l0")
        .noneMatch(name -> name.startsWith("backbone."));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "module.", "backbone.", "encoder.", "module.encoder.", "module.backbone."})
  void namesMayBeWrapped(String wrapper) {
    Parts parts = parts("model.preset=tiny");
    List<Parameter> all = parts.layout().parameters();
    Matching matching = Matching.of(wrapped(wrapper, all), all, parts);
    assertThat(matching.count(Found.MATCHED)).isEqualTo(all.size());
    assertThat(matching.count(Found.UNEXPECTED)).isZero();
  }

  @Test
  void everyNetworkTakesItsOwnWeights() {
    for (String name : Models.names()) {
      Parts parts = parts("model.name=" + name, "model.preset=tiny");
      List<Parameter> all = parts.layout().parameters();
      assertThat(Matching.of(wrapped("", all), all, parts).count(Found.MATCHED))
          .as(name)
          .isEqualTo(all.size());
    }
  }

  @Test
  void otherShapesAndTypesAreToldFromWhatIsMissing() {
    Parts parts = parts("model.preset=tiny");
    List<Parameter> all = parts.layout().parameters();
    Map<String, SafeTensor> tensors = new TreeMap<>(wrapped("", all).tensors());
    tensors.put("head.bias", SafeTensor.of(new float[5], 5));
    tensors.put("norm.bias", new SafeTensor(DType.I8, new long[] {32}, new byte[32]));
    tensors.remove("cls_token");
    Matching matching =
        Matching.of(
            new Safetensors(tensors, Map.of(), Map.of("norm.weight", "BOOL[32]")), all, parts);
    assertThat(matching.rows())
        .filteredOn(row -> row.found() == Found.SHAPE)
        .extracting(row -> row.name() + " " + row.detail())
        .containsExactlyInAnyOrder(
            "norm.bias I8[32] instead of floating-point [32]",
            "head.bias F32[5] instead of floating-point [7]");
    assertThat(matching.rows())
        .filteredOn(row -> row.found() == Found.MISSING)
        .extracting(Matching.Row::name)
        .containsExactly("cls_token");
  }

  private static Parts parts(String... settings) {
    return Parts.of(Models.blueprint(LogoConfig.of(settings).model()));
  }

  private static Safetensors wrapped(String wrapper, List<Parameter> parameters) {
    Map<String, SafeTensor> tensors = new TreeMap<>();
    parameters.forEach(
        p ->
            tensors.put(wrapper + p.name(), SafeTensor.of(new float[(int) p.length()], p.shape())));
    return new Safetensors(tensors);
  }

  private static Safetensors file(String name) throws IOException {
    return WeightsFile.read(
        FileSystem.getLocal(new Configuration()),
        new org.apache.hadoop.fs.Path(FOLDER.resolve(name).toAbsolutePath().toUri()));
  }
}
