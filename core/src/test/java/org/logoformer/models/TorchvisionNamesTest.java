package org.logoformer.models;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.logoformer.config.LogoConfig;
import org.logoformer.nn.Parameter;

/**
 * Names and shapes of parameters are those of torchvision's modules, so that their files fit.
 * {@code fixtures/family.py} wrote the list.
 */
class TorchvisionNamesTest {
  @ParameterizedTest
  @CsvSource({
    "r3d_18, '', model.name=r3d-18 model.r3d-18.stem=torchvision",
    "r2plus1d_18, '', model.name=r2plus1d-18",
    "resnet18, backbone., model.name=resnet18-lstm",
    "resnet18, backbone., model.name=resnet18-gru",
    "vgg13_bn, backbone., model.name=vgg13-lstm model.size=224",
    "vgg13, backbone., model.name=vgg13-lstm model.size=224 model.vgg13-lstm.norm=none"
  })
  void areThoseOfTorchvision(String module, String prefix, String settings) throws IOException {
    LogoConfig config = LogoConfig.of(settings.split(" "));
    assertThat(Models.layout(config.model()).parameters())
        .filteredOn(p -> p.name().startsWith(prefix))
        .extracting(p -> line(module, prefix, p))
        .containsExactlyInAnyOrderElementsOf(lines(module));
  }

  private static String line(String module, String prefix, Parameter p) {
    String shape =
        Arrays.stream(p.shape()).mapToObj(Long::toString).collect(Collectors.joining("x"));
    return module + " " + p.name().substring(prefix.length()) + " " + shape;
  }

  private static List<String> lines(String module) throws IOException {
    try (InputStream in =
        TorchvisionNamesTest.class.getResourceAsStream("/fixtures/torchvision.txt")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> line.startsWith(module + " "))
          .toList();
    }
  }
}
