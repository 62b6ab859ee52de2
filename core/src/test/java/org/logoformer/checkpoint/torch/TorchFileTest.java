package org.logoformer.checkpoint.torch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.logoformer.checkpoint.SafeTensor;
import org.logoformer.checkpoint.Safetensors;
import org.logoformer.error.DataException;
import org.logoformer.random.Keyed;

/** Files that PyTorch 2.15 wrote, by make.py beside them. */
class TorchFileTest {
  private static final Path FOLDER = Path.of("src/test/resources/torch");

  @ParameterizedTest
  @ValueSource(strings = {"archive.pth", "stream.pth.tar", "protocol-5.pt", "protocol-4-stream.pt"})
  void everyTensorIsAsPyTorchHasIt(String name) throws IOException {
    Map<String, SafeTensor> expected = file("expected.safetensors").tensors();
    Safetensors read = file(name);
    assertThat(read.tensors()).isEqualTo(expected);
    if (name.startsWith("a") || name.startsWith("s")) {
      assertThat(read.passedOver()).isEqualTo(Map.of("mask", "BOOL[2]", "short", "I16[2]"));
    }
  }

  @Test
  void modulesAndParametersAreReadFromWhereScriptsKeepThem() throws IOException {
    assertThat(file("module.pt").tensors())
        .containsOnlyKeys(
            "conv1.weight",
            "conv1.bias",
            "bn1.weight",
            "bn1.bias",
            "bn1.running_mean",
            "bn1.running_var",
            "bn1.num_batches_tracked");
    assertThat(file("module.pt").tensors().get("conv1.weight").floats())
        .containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(file("parameters.pt").tensors().get("bn1.bias").floats()).containsExactly(3, 4);
  }

  @ParameterizedTest
  @CsvSource({
    "hostile.pt, a call of posix.system",
    "hostile.pth.tar, a call of posix.system",
    "whole-module.pt, torch.nn.modules.container.Sequential",
    "expanded.pt, more elements than its storage",
    "conjugated.pt, negated or conjugated",
    "no-tensors.pt, no dictionary of tensors"
  })
  void whatIsNotReadIsRefusedWithTheReason(String name, String reason) {
    assertThatThrownBy(() -> file(name))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(name)
        .hasMessageContaining(reason);
  }

  @ParameterizedTest
  @ValueSource(strings = {"archive.pth", "stream.pth.tar", "protocol-5.pt", "protocol-4-stream.pt"})
  void aFileThatIsCutOffAnywhereIsRefused(String name) throws IOException {
    byte[] whole = Files.readAllBytes(FOLDER.resolve(name));
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      if (!(readOrRefused(cut) instanceof DataException)) {
        throw new AssertionError(length + " of " + whole.length + " bytes were enough");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"archive.pth", "protocol-5.pt"})
  void aDamagedArchiveIsRefusedOrReadRightly(String name) throws IOException {
    byte[] whole = Files.readAllBytes(FOLDER.resolve(name));
    Safetensors right = read(whole);
    for (int i = 0; i < 2000; i++) {
      byte[] damaged = damaged(whole, name, i);
      Object result = readOrRefused(damaged);
      if (result instanceof Safetensors read) {
        assertThat(read).as("damage %d", i).isEqualTo(right);
      }
    }
  }

  /** The stream has no sums of its content, so a number may be another one. */
  @ParameterizedTest
  @ValueSource(strings = {"stream.pth.tar", "protocol-4-stream.pt", "hostile.pth.tar"})
  void aDamagedStreamIsRefusedOrReadAsItSays(String name) throws IOException {
    byte[] whole = Files.readAllBytes(FOLDER.resolve(name));
    for (int i = 0; i < 2000; i++) {
      assertThat(readOrRefused(damaged(whole, name, i))).as("damage %d", i).isNotNull();
    }
  }

  @Test
  void anyPickleIsRefusedOrRead() {
    byte[] codes =
        "}](.tlaesubqrhjRQcNJKMXGUT0\u0080\u0085\u0086\u0087\u0093\u0094\u0095"
            .getBytes(StandardCharsets.ISO_8859_1);
    for (int i = 0; i < 10_000; i++) {
      Keyed draw = Keyed.of(5, "pickle", i);
      byte[] pickle = new byte[2 + draw.nextInt(60)];
      for (int k = 0; k < pickle.length; k++) {
        pickle[k] =
            draw.nextDouble() < 0.8 ? codes[draw.nextInt(codes.length)] : (byte) draw.nextInt(256);
      }
      pickle[pickle.length - 1] = '.';
      Throwable thrown = catchThrowable(() -> unpickle(pickle));
      assertThat(thrown == null || thrown instanceof DataException)
          .as("pickle %d: %s", i, thrown)
          .isTrue();
    }
  }

  /** A list of 1000 pairs, of which 100,000 dictionaries would be made. */
  @Test
  void aSmallFileDoesNotTakeLargeMemory() {
    ByteArrayOutputStream pickle = new ByteArrayOutputStream();
    pickle.writeBytes("](".getBytes(StandardCharsets.ISO_8859_1));
    for (int i = 0; i < 1000; i++) {
      pickle.writeBytes(new byte[] {'M', (byte) i, (byte) (i >> 8), 'N', (byte) 0x86});
    }
    pickle.writeBytes("e\u0085q\0".getBytes(StandardCharsets.ISO_8859_1));
    for (int i = 0; i < 100_000; i++) {
      pickle.writeBytes("ccollections\nOrderedDict\nh\0R".getBytes(StandardCharsets.ISO_8859_1));
    }
    pickle.write('.');
    assertThatThrownBy(() -> unpickle(pickle.toByteArray()))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("copied too often");
  }

  @Test
  void pythonTwosOrderedDictionariesAreRead() throws IOException {
    String pickle = "ccollections\nOrderedDict\n]]U\1aaK\7aa\u0085R.";
    assertThat(unpickle(pickle.getBytes(StandardCharsets.ISO_8859_1)))
        .isInstanceOfSatisfying(
            Value.Dictionary.class, d -> assertThat(d.entry("a")).isEqualTo(new Value.Scalar(7L)));
  }

  @Test
  void numbersOfAnotherByteOrderAreTurned() throws IOException {
    byte[] whole = Files.readAllBytes(FOLDER.resolve("stream.pth.tar"));
    String text = new String(whole, StandardCharsets.ISO_8859_1);
    int at = text.indexOf("little_endian") + "little_endian".length();
    while ((whole[at] & 0xff) != 0x88) {
      at++;
    }
    whole[at] = (byte) 0x89;
    byte[] turned = read(whole).tensors().get("bn1.weight").data();
    byte[] plain = file("stream.pth.tar").tensors().get("bn1.weight").data();
    assertThat(turned).hasSameSizeAs(plain);
    for (int i = 0; i < plain.length; i++) {
      assertThat(turned[i]).isEqualTo(plain[i / 4 * 4 + 3 - i % 4]);
    }
  }

  @Test
  void anArchiveThatWasPackedAgainIsReadUnlessItIsCompressed() throws IOException {
    assertThat(read(packedAgain("little", ZipEntry.STORED)).tensors())
        .isEqualTo(file("archive.pth").tensors());
    byte[] turned = read(packedAgain("big", ZipEntry.STORED)).tensors().get("half").data();
    byte[] plain = file("archive.pth").tensors().get("half").data();
    for (int i = 0; i < plain.length; i++) {
      assertThat(turned[i]).isEqualTo(plain[i ^ 1]);
    }
    assertThatThrownBy(() -> read(packedAgain("little", ZipEntry.DEFLATED)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("is compressed");
    assertThatThrownBy(() -> read(packedAgain("middle", ZipEntry.STORED)))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("its byte order is 'middle'");
  }

  private static byte[] packedAgain(String order, int method) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (ZipFile archive = new ZipFile(FOLDER.resolve("archive.pth").toFile());
        ZipOutputStream out = new ZipOutputStream(packed)) {
      for (ZipEntry entry : Collections.list(archive.entries())) {
        byte[] content =
            entry.getName().endsWith("byteorder")
                ? order.getBytes(StandardCharsets.US_ASCII)
                : archive.getInputStream(entry).readAllBytes();
        CRC32 crc = new CRC32();
        crc.update(content);
        ZipEntry again = new ZipEntry(entry.getName());
        again.setMethod(method);
        again.setSize(content.length);
        again.setCrc(crc.getValue());
        out.putNextEntry(again);
        out.write(content);
      }
    }
    return packed.toByteArray();
  }

  @Test
  void anArchiveOfSomethingElseIsRefused() {
    assertThatThrownBy(() -> read(new byte[] {'P', 'K', 3, 4, 0, 0}))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("no end");
    assertThatThrownBy(() -> read(new byte[0]))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("empty");
  }

  private static Value unpickle(byte[] pickle) throws IOException {
    Refusal refusal = new Refusal("pickle");
    Cursor cursor = new Cursor(new InMemory(pickle), 0, pickle.length, refusal);
    return new Unpickler(cursor, refusal, new Rebuilding(refusal, new HashMap<>())).read();
  }

  private static byte[] damaged(byte[] whole, String name, int number) {
    Keyed draw = Keyed.of(3, name, number);
    byte[] damaged = whole.clone();
    for (int left = draw.nextInt(3); left >= 0; left--) {
      damaged[draw.nextInt(whole.length)] ^= (byte) (1 + draw.nextInt(255));
    }
    return damaged;
  }

  private static Object readOrRefused(byte[] content) throws IOException {
    try {
      return read(content);
    } catch (DataException e) {
      return e;
    }
  }

  private static Safetensors read(byte[] content) throws IOException {
    return TorchFile.read(new InMemory(content), "file");
  }

  private static Safetensors file(String name) throws IOException {
    FileSystem files = FileSystem.getLocal(new Configuration());
    org.apache.hadoop.fs.Path path =
        new org.apache.hadoop.fs.Path(FOLDER.resolve(name).toAbsolutePath().toUri());
    return name.endsWith(".safetensors")
        ? Safetensors.read(files, path)
        : TorchFile.read(files, path);
  }
}
