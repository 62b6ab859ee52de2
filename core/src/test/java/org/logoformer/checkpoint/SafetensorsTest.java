package org.logoformer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.logoformer.error.DataException;

class SafetensorsTest {
  @Property(tries = 100)
  void whatIsWrittenReadsBack(
      @ForAll("tensors") Map<String, SafeTensor> tensors,
      @ForAll @Size(max = 3) Map<String, @StringLength(max = 5) String> metadata)
      throws IOException {
    Safetensors content = new Safetensors(tensors, printable(metadata));
    byte[] file = write(content);
    assertThat(read(file)).isEqualTo(content);
    assertThat(header(file).getBytes(StandardCharsets.UTF_8).length % 8).isZero();
  }

  @Provide
  Arbitrary<Map<String, SafeTensor>> tensors() {
    Arbitrary<SafeTensor> tensor =
        Combinators.combine(
                Arbitraries.of(DType.class),
                Arbitraries.longs().between(0, 4).array(long[].class).ofMaxSize(3))
            .as(
                (dtype, shape) -> {
                  byte[] data = new byte[(int) SafeTensor.bytes(dtype, shape)];
                  IntStream.range(0, data.length).forEach(i -> data[i] = (byte) (i * 37));
                  return new SafeTensor(dtype, shape, data);
                });
    return Arbitraries.maps(
            Arbitraries.strings().alpha().numeric().withChars("._\"é").ofMaxLength(9), tensor)
        .ofMaxSize(6);
  }

  @Test
  void equalContentGivesEqualBytesWhateverTheOrderItWasPutIn() throws IOException {
    Map<String, SafeTensor> one = new LinkedHashMap<>();
    one.put("a", SafeTensor.of(new float[] {1}, 1));
    one.put("b", SafeTensor.of(new double[] {2}, 1));
    Map<String, SafeTensor> other = new LinkedHashMap<>();
    other.put("b", SafeTensor.of(new double[] {2}, 1));
    other.put("a", SafeTensor.of(new float[] {1}, 1));
    byte[] file = write(new Safetensors(one));
    assertThat(file).isEqualTo(write(new Safetensors(other)));
    assertThat(header(file).strip())
        .isEqualTo(
            "{'b':{'dtype':'F64','shape':[1],'data_offsets':[0,8]},".replace('\'', '"')
                + "'a':{'dtype':'F32','shape':[1],'data_offsets':[8,12]}}".replace('\'', '"'));
  }

  @Test
  void readsWhatOtherWritersMayWrite() throws IOException {
    // Any field order, blanks, metadata behind, an empty tensor between others, a single number.
    Safetensors content =
        read(
            file(
                "{ 'x' : {'shape':[],'data_offsets':[0,4],'dtype':'F32'}, "
                    + "'e':{'dtype':'F32','shape':[0,9223372036854775807],'data_offsets':[4,4]},"
                    + "'y':{'dtype':'U8','shape':[1],'data_offsets':[4,5]},"
                    + "'__metadata__':{'format':'pt'}}   ",
                new byte[] {0, 0, (byte) 0x80, 0x3f, 7}));
    assertThat(content.tensors().get("x").floats()).containsExactly(1);
    assertThat(content.tensors().get("e").elements()).isZero();
    assertThat(content.tensors().get("y").doubles()).containsExactly(7);
    assertThat(content.metadata()).containsExactly(Map.entry("format", "pt"));
  }

  @Test
  void takesWhatTheOfficialReaderTakes() throws IOException {
    Safetensors content =
        read(
            file(
                "{'__metadata__':null,"
                    + "'x':{'dtype':'F32','shape':[1],'data_offsets':[0,4],'by':{'a':[1,{}]}}}",
                new byte[] {0, 0, (byte) 0x80, 0x3f}));
    assertThat(content.tensors().get("x").floats()).containsExactly(1);
    assertThat(content.metadata()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "BOOL,3",
    "I16,6",
    "U16,6",
    "U32,12",
    "U64,24",
    "C64,24",
    "F8_E4M3,3",
    "F8_E5M2,3",
    "F4,2"
  })
  void tensorsOfTypesThatNobodyComputesWithArePassedOver(String type, int bytes)
      throws IOException {
    byte[] data = new byte[bytes + 4];
    data[bytes + 2] = (byte) 0x80;
    data[bytes + 3] = 0x3f;
    Safetensors content =
        read(
            file(
                ("{'mask':{'dtype':'%s','shape':[3],'data_offsets':[0,%d]},"
                        + "'x':{'dtype':'F32','shape':[1],'data_offsets':[%d,%d]}}")
                    .formatted(type, bytes, bytes, bytes + 4),
                data));
    assertThat(content.tensors()).containsOnlyKeys("x");
    assertThat(content.tensors().get("x").floats()).containsExactly(1);
    assertThat(content.passedOver()).containsExactly(Map.entry("mask", type + "[3]"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'b':{'dtype':'F32','shape':[1],'data_offsets':[2,6]}} | 6 | overlap
{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'b':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} | 4 | overlap
{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'b':{'dtype':'F32','shape':[1],'data_offsets':[6,10]}} | 10 | hole
{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} | 8 | hole
{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]}} | 5 | belong to no tensor
{} | 3 | belong to no tensor
{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,8]}} | 4 | ends at 8
{'a':{'dtype':'F32','shape':[2],'data_offsets':[0,4]}} | 4 | not what F32[2] needs
{'a':{'dtype':'F32','shape':[1],'data_offsets':[4,0]}} | 4 | hole
{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,-4]}} | 4 | negative
{'a':{'dtype':'F32','shape':[-1,-1],'data_offsets':[0,4]}} | 4 | negative
{'a':{'dtype':'F32','shape':[4294967296,4294967296],'data_offsets':[0,4]}} | 4 | overflows
{'a':{'dtype':'F64','shape':[2305843009213693952],'data_offsets':[0,0]}} | 0 | overflows
{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,18446744073709551620]}} | 4 | no legal JSON
{'a':{'dtype':'F32','shape':[1e0],'data_offsets':[0,4]}} | 4 | whole numbers
{'a':{'dtype':'F32','shape':[1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1],'data_offsets':[0,4]}} | 4 | whole numbers
{'a':{'dtype':'F32','shape':1,'data_offsets':[0,4]}} | 4 | list of numbers
{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4,4]}} | 4 | pair of data_offsets
{'a':{'dtype':'F8_E4M3','shape':[2],'data_offsets':[0,1]}} | 1 | not what F8_E4M3[2] needs
{'a':{'dtype':'F128','shape':[1],'data_offsets':[0,16]}} | 16 | the type 'F128'
{'a':{'dtype':{},'shape':[1],'data_offsets':[0,1]}} | 1 | the type ''
{'a':{'shape':[1],'data_offsets':[0,4]}} | 4 | no dtype
{'a':{'dtype':'F32','data_offsets':[0,4]}} | 4 | no shape
{'a':{'dtype':'F32','shape':[1],'data_offsets':[0,4]},'a':{'dtype':'F32','shape':[1],'data_offsets':[4,8]}} | 8 | no legal JSON: Duplicate field 'a'
{'a':{'dtype':'F32','shape':[1],'shape':[2],'data_offsets':[0,8]}} | 8 | Duplicate field 'shape'
{'a':[]} | 0 | no group of fields
{'a':{'dtype':'F32','shape':[[[[[[1]]]]]],'data_offsets':[0,4]}} | 4 | whole numbers
{'__metadata__':{'a':1}} | 0 | must be texts
{'a' | 0 | no legal JSON
{} {} | 0 | goes on behind its end
[] | 0 | brace
null | 0 | brace
""")
  void aHostileHeaderIsRefused(String header, int dataBytes, String complaint) {
    assertRefused(file(header, new byte[dataBytes]), complaint);
  }

  @Test
  void aDeeplyNestedHeaderIsRefusedBeforeItFillsTheStack() {
    assertRefused(file("{'a':{'shape':" + "[".repeat(100_000), new byte[0]), "whole numbers");
    assertRefused(file("{'a':".repeat(100_000), new byte[0]), "file");
  }

  @Test
  void anImpossibleHeaderLengthIsRefused() {
    byte[] rest = new byte[100];
    assertRefused(withHeaderLength(101, rest), "claims a header of 101 bytes");
    assertRefused(withHeaderLength(Long.MAX_VALUE, rest), "claims a header");
    assertRefused(withHeaderLength(-1, rest), "claims a header of 18446744073709551615");
    assertRefused(withHeaderLength(0, rest), "claims a header");
    assertRefused(new byte[7], "too few");
    assertRefused(new byte[0], "too few");
    byte[] huge = new byte[(17 << 20)];
    assertRefused(withHeaderLength(17 << 20, huge), "are allowed");
  }

  @Test
  void aHeaderThatIsNoTextIsRefused() {
    assertRefused(withHeaderLength(3, new byte[] {'{', (byte) 0xff, '}'}), "no UTF-8");
  }

  @Test
  void whatPeopleGiveInsteadIsNamed() {
    byte[] zip = new byte[100];
    System.arraycopy("PK\003\004".getBytes(StandardCharsets.ISO_8859_1), 0, zip, 0, 4);
    assertRefused(zip, "torch.save");
    byte[] magic = HexFormat.of().parseHex("80028a0a6cfc9c46f9206aa850192e");
    assertRefused(Arrays.copyOf(magic, 100), "logo import");
    String pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n";
    assertRefused(pointer.getBytes(StandardCharsets.UTF_8), "git lfs pull");
  }

  @Test
  void everyTruncationOfAFileIsRefused() throws IOException {
    byte[] whole = write(new Safetensors(Map.of("a", SafeTensor.of(new float[] {1, 2}, 2))));
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThatThrownBy(() -> read(cut)).as("%d bytes", length).isInstanceOf(DataException.class);
    }
  }

  @Test
  void aStreamShorterThanTheFileSystemSaidIsRefused() throws IOException {
    byte[] whole = write(new Safetensors(Map.of("a", SafeTensor.of(new float[] {1, 2}, 2))));
    ByteArrayInputStream cut = new ByteArrayInputStream(whole, 0, whole.length - 1);
    assertThatThrownBy(() -> Safetensors.read(cut, whole.length, "weights"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("weights ends inside tensor a");
  }

  @Test
  void aMissingFileAndAFolderAreNamed(@TempDir java.nio.file.Path folder) throws IOException {
    FileSystem local = FileSystem.getLocal(new Configuration());
    Path path = new Path(folder.toUri());
    for (Path wrong : List.of(path, new Path(path, "none.safetensors"))) {
      assertThatThrownBy(() -> Safetensors.read(local, wrong))
          .isInstanceOf(DataException.class)
          .hasMessageContaining(wrong.getName());
    }
  }

  private static void assertRefused(byte[] file, String complaint) {
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("file")
        .hasMessageContaining(complaint);
  }

  private static Map<String, String> printable(Map<String, String> texts) {
    // A lone surrogate is no text that UTF-8 can carry.
    Map<String, String> kept = new LinkedHashMap<>();
    texts.forEach((k, v) -> kept.put(utf8(k), utf8(v)));
    return kept;
  }

  private static String utf8(String text) {
    return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  private static byte[] file(String header, byte[] data) {
    byte[] text = header.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    byte[] rest = Arrays.copyOf(text, text.length + data.length);
    System.arraycopy(data, 0, rest, text.length, data.length);
    return withHeaderLength(text.length, rest);
  }

  private static byte[] withHeaderLength(long length, byte[] rest) {
    byte[] file = new byte[8 + rest.length];
    ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putLong(length).put(rest);
    return file;
  }

  private static String header(byte[] file) {
    int length = (int) ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).getLong();
    return new String(file, 8, length, StandardCharsets.UTF_8);
  }

  private static Safetensors read(byte[] file) throws IOException {
    return Safetensors.read(new ByteArrayInputStream(file), file.length, "file");
  }

  private static byte[] write(Safetensors content) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    content.write(out);
    return out.toByteArray();
  }
}
