package org.logoformer.models.logo;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.logoformer.config.LogoConfig;
import org.logoformer.models.Models;

/** Names, shapes and places of parameters: checkpoints hold them, so they stay as they are. */
class LayoutPinsTest {

  @ParameterizedTest
  @CsvSource({
    "paper, d7d52afb8172b4359617c7e7e37e7c48867465bc2abcbd8061388c8eb62e566f",
    "author, b705355b18422ffd72d9eb83f91d2bae0681b1b5053fedce10d01537c161df1f",
    "tiny, 6dd2ceed6315a3eef8382ae877d42c6fd58e220dd8cbd25f688eb4f17c512305",
    "quickstart, 4d796f25aedc1ee02f6c5c005211dc0492f71a29edf48b4feeebe2484e191d01"
  })
  void everyParameterStaysWhereItIs(String preset, String hash) throws Exception {
    String lines =
        Models.layout(LogoConfig.of("model.preset=" + preset).model()).parameters().stream()
            .map(p -> p.name() + " " + Arrays.toString(p.shape()) + " " + p.offset() + "\n")
            .collect(Collectors.joining());
    byte[] digest =
        MessageDigest.getInstance("SHA-256").digest(lines.getBytes(StandardCharsets.UTF_8));
    assertThat(HexFormat.of().formatHex(digest)).as(lines).isEqualTo(hash);
  }
}
