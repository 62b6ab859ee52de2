package org.logoformer.prep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.logoformer.config.PrepConfig.Layout;
import org.logoformer.error.ConfigException;
import org.logoformer.error.DataException;
import org.logoformer.shard.ListFact;

/** Lists as other projects have them, and as people write them. */
class GenericListsTest {
  private static final String THREE = "prep.classes=[calm, tense, glad]";
  private static final String FOLDS = "prep.columns=[path,label,fold]";

  @TempDir Path root;

  @Test
  void framesBetweenPathAndLabelAreRead() {
    Listing listing = read("clips/a 16 0\nclips/b 47 2\nmy clips/c 300 1\n", THREE);

    assertThat(ids(listing)).containsExactly("clips/a", "clips/b", "my clips/c");
    assertThat(labels(listing)).containsExactly(0, 2, 1);
    assertThat(listing.classes().names()).containsExactly("calm", "tense", "glad");
    assertThat(listing.facts()).contains(new ListFact("my clips/c", "", 300));
    assertThat(listing.notes())
        .containsExactly(
            "list read as 'path frames label', separated by blanks; 3 classes by numbers from 0");
  }

  @Test
  void pathsMayBeVideosAndLabelsNumbersFromOne() {
    Listing listing = read("videos/a.mp4 1\nvideos/b.avi 3\n", THREE);

    assertThat(ids(listing)).containsExactly("videos/a.mp4", "videos/b.avi");
    assertThat(labels(listing)).containsExactly(0, 2);
    assertThat(listing.notes().get(0)).contains("'path label'", "numbers from 1");
  }

  @Test
  void namesOfVideosStandForFoldersOfFramesWhereOnlyThoseAreThere() throws Exception {
    Files.createDirectories(root.resolve("00001"));

    Listing listing = read("00001.mp4 calm\n00002.mp4 glad\n", THREE);

    assertThat(ids(listing)).containsExactly("00001", "00002");
    assertThat(listing.notes()).hasSize(2);
    Files.createFile(root.resolve("00001.mp4"));
    assertThat(ids(read("00001.mp4 calm\n00002.mp4 glad\n", THREE)))
        .containsExactly("00001.mp4", "00002.mp4");
  }

  @Test
  void commasAndAbsolutePathsAreReadWithAnotherRoot() throws Exception {
    Files.createDirectories(root.resolve("a b"));
    String list = "/home/them/data/a b,0\n\"/home/them/data/c, d/e\",2\n";

    Listing mapped = read(list, THREE, "prep.remap=[\"/home/them/data = " + root + "\"]");
    assertThat(ids(mapped)).containsExactly("a b", "c, d/e");
    assertThat(mapped.clips().get(1).folder()).isEqualTo("file:" + root + "/c, d/e");
    assertThat(ids(read(list, THREE, "prep.remap=[/home, /home/them/data]")))
        .containsExactly("a b", "c, d/e");
    assertRefused(list, new String[] {THREE}, "list.txt:1", "prep.remap = [\"/home/them/data = ");
    assertThatThrownBy(() -> read(list, THREE, "prep.remap=[\"= x\"]"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("prep.remap");
  }

  @Test
  void absolutePathsBelowTheSourceAreThoseWithoutIt() throws Exception {
    Path elsewhere = Files.createDirectories(root.resolveSibling(root.getFileName() + "-else/x"));

    assertThat(ids(read(root + "/a/b calm\n" + elsewhere + "/ glad\n./c calm\n", THREE)))
        .containsExactly("a/b", elsewhere.toString().substring(1), "c");
  }

  @Test
  void pathsOfWindowsNeedAnotherRoot() {
    String list = "D:\\video\\a,calm\nD:\\video\\b,glad\n";

    assertRefused(list, new String[] {THREE}, "list.txt:1", "path of Windows", "prep.remap");
    assertThat(ids(read(list, THREE, "prep.remap=[\"D:\\\\video\"]"))).containsExactly("a", "b");
  }

  @Test
  void aHeaderSaysWhatTheColumnsHold() {
    Listing listing =
        read(
            ",Emotion,video_name,usage,subset,scene\n"
                + "0,very calm,\"a, 1\",x,Training,Home\n1,tense,b,y,test,\n2,tense,c,y,test,Car\n");

    assertThat(ids(listing)).containsExactly("a, 1", "b", "c");
    assertThat(listing.classes().names()).containsExactly("tense", "very calm");
    assertThat(labels(listing)).containsExactly(1, 0, 0);
    assertThat(listing.clips())
        .extracting(ListedClip::split)
        .containsExactly("train", "test", "test");
    assertThat(listing.clips()).extracting(ListedClip::scene).containsExactly("Home", "", "Car");
    assertThat(listing.notes().get(0))
        .contains("'other label path other split scene', separated by commas")
        .contains("2 classes as the lists name them, in alphabetical order: tense, very calm");
  }

  @Test
  void subjectsInTrainAndTestAreTold() {
    String list = "path,label,split,subject\na,calm,train,ann\nb,glad,test,%s\nc,calm,train,bob\n";

    assertThat(read(list.formatted("bob")).notes())
        .anyMatch(
            note ->
                note.startsWith("1 of 2 subjects are in several")
                    && note.contains("bob in test and train"));
    assertThat(read(list.formatted("eve")).notes())
        .contains("each of 3 subjects is in one split or fold");
  }

  @Test
  void aColumnOfFoldsSaysWhichFoldTestsOnAClip() {
    Listing listing = read("a calm 0\nb glad 1\nc calm 2\n", THREE);

    assertThat(listing.clips()).extracting(ListedClip::fold).containsExactly(1, 2, 3);
    assertThat(listing.clips()).extracting(ListedClip::split).containsOnly("");
    assertThat(listing.notes()).contains("folds count from 0 in the lists and from 1 in the set");
    assertRefused("a calm 1\nb glad 1\n", new String[] {THREE, FOLDS}, "due are 1 to n");
  }

  @ParameterizedTest
  @ValueSource(strings = {",", ";", "\t", " "})
  void framesLabelAndFoldAreReadWithoutAHeader(String separator) {
    String list = "a|12|1|0\nb c|64|3|1\nd|9|2|2\n".replace("|", separator);

    Listing listing = read(list, THREE);

    assertThat(ids(listing)).containsExactly("a", "b c", "d");
    assertThat(labels(listing)).containsExactly(0, 2, 1);
    assertThat(listing.clips()).extracting(ListedClip::fold).containsExactly(1, 2, 3);
    assertThat(listing.facts()).extracting(ListFact::frames).containsExactly(12, 64, 9);
  }

  @Test
  void foldsAndSplitsListAClipForEachFold() {
    String list = "a calm test 1\nb glad train 1\na calm train 2\nb glad test 2\n";

    assertThat(read(list, THREE).clips()).extracting(ListedClip::fold).containsExactly(1, 2);
    assertRefused(
        list.replace("b glad train 1\n", ""),
        new String[] {THREE},
        "list.txt:3: is in the training lists of folds [] only");
    assertRefused(
        "a calm test 1\nb glad train 2\n",
        new String[] {THREE},
        "list.txt:2: is in train of a fold and listed once");
  }

  @Test
  void listsOfFoldsAreFoundByAPattern() {
    Trees.write(root.resolve("l/DFEW_set_1_train.txt"), root + "/b 12 1\n");
    Trees.write(root.resolve("l/DFEW_set_1_test.txt"), root + "/a 64 0\n");
    Trees.write(root.resolve("l/DFEW_set_2_train.txt"), root + "/a 64 0\n");
    Trees.write(root.resolve("l/DFEW_set_2_test.txt"), root + "/b 12 1\n");

    Listing listing = lists("l/DFEW_set_{fold}_{split}.txt", "prep.classes=[no, yes]");

    assertThat(ids(listing)).containsExactly("a", "b");
    assertThat(listing.clips()).extracting(ListedClip::fold).containsExactly(1, 2);
    assertThat(listing.sources()).hasSize(4);
  }

  @Test
  void listsOfSplitsMayHaveNamesOfTheirOwn() {
    Trees.write(root.resolve("l/tr.csv"), "a,Happy\nb,Sad\n");
    Trees.write(root.resolve("l/te.csv"), "c,Happy\n");
    Trees.write(root.resolve("l/val.csv"), "c,Happy\n");

    Listing listing = lists("l/{train=tr|test=te}.csv");
    assertThat(ids(listing)).containsExactly("a", "b", "c");
    assertThat(listing.clips())
        .extracting(ListedClip::split)
        .containsExactly("train", "train", "test");
    assertThatThrownBy(() -> lists("l/{train=tr|test=te|val}.csv"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("val.csv:1: the same clip as te.csv:1: test and val overlap");
    assertThatThrownBy(() -> lists("l/{split}s.csv"))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("there is [te.csv, tr.csv, val.csv]");
    assertThatThrownBy(() -> lists("l/{part}.csv"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("{part} is none of {fold}, {split}");
  }

  @Test
  void aListThatFitsSeveralFormsIsRefusedUnlessTheColumnsAreGiven() {
    String list = "a 1 2\nb 2 1\n";

    assertRefused(
        list,
        new String[] {THREE},
        "list.txt:1",
        "'path frames label'",
        "'path label fold'",
        "prep.columns");
    assertThat(labels(read(list, THREE, "prep.columns=[path,frames,label]", "prep.label-base=0")))
        .containsExactly(2, 1);
    assertThat(read(list, THREE, FOLDS, "prep.label-base=1").clips())
        .extracting(ListedClip::fold)
        .containsExactly(2, 1);
  }

  @Test
  void whatLiesOnDiskTellsApartWhatTheListDoesNot() throws Exception {
    String list = "ann,1 calm\nann,2 glad\nbob,1 glad\nbob,2 calm\n";
    assertRefused(
        list, new String[0], "separated by commas or as 'path label', separated by blanks");

    Files.createDirectories(root.resolve("bob,2"));
    Listing listing = read(list);

    assertThat(ids(listing)).containsExactly("ann,1", "ann,2", "bob,1", "bob,2");
    assertThat(listing.classes().names()).containsExactly("calm", "glad");
  }

  @Test
  void aListOfNoFormIsRefused() {
    assertRefused("a\nb\nc Happy\n", new String[0], "list.txt:1", "fits 1 of 3", "prep.columns");
    assertRefused(
        "\"a,Happy\nb,Happy\nc,Sad\n", new String[0], "list.txt:1: a quote is not closed");
    assertRefused("path,label\n", new String[0], "has a header and no clips");
  }

  @Test
  void numbersNeedNamesAndABase() {
    assertRefused("a 0\nb 6\n", new String[0], "numbers, 0 to 6", "prep.classes");
    assertRefused("a 16 0\nb 12 6\n", new String[0], "prep.classes");
    assertRefused(
        "a 1\nb 2\n", new String[] {THREE}, "from 0 as well as from 1", "prep.label-base");
    assertRefused(
        "a 0\nb 1\nc 3\n", new String[] {THREE}, "list.txt:3: label '3', but labels are 0 to 2");
    assertRefused(
        "a 1\nb 2\nc 3\nd 2.0\n", new String[] {THREE}, "list.txt:4: label '2.0'", "pandas");
    assertThat(labels(read("a 1\nb 2\n", THREE, "prep.label-base=1"))).containsExactly(0, 1);
  }

  @Test
  void classesAreCheckedAgainstTheList() {
    assertRefused("a calm\nb Glad\n", new String[] {THREE}, "list.txt:2", "did you mean 'glad'?");
    assertRefused("a calm\nb Calm\n", new String[0], "a class 'Calm' and a class 'calm'");
    assertRefused("a calm\nb calm\n", new String[0], "All clips are of the class 'calm'");
    assertRefused(
        "Mood,Take\na,calm\nb,glad\nc,glad\n", new String[] {THREE}, "list.txt:1", "a header");
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      lines.add("a" + i + " x" + i);
    }
    assertRefused(String.join("\n", lines), new String[0], "30 different labels", "prep.columns");
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", ","})
  void aSplitThatIsNoneIsNoClass(String separator) {
    String list = "a calm train\nb glad test\nc calm tets\nd glad train\n";

    assertRefused(
        list.replace(" ", separator),
        new String[0],
        "list.txt:3: split 'tets' is none of train, test and val");
    assertRefused(
        list.replace("tets", "dev").replace(" ", separator),
        new String[] {"prep.classes=[calm, glad]"},
        "list.txt:3: split 'dev' is none of train, test and val");
  }

  @Test
  void aPathWithABlankNeedsNoQuotesWhereItsLabelIsKnown() {
    assertThat(ids(read("a calm train\nmy b calm\nc glad test\n"))).contains("my b");
    assertRefused("a calm train\nmy b sad\nc glad test\n", new String[0], "put the path");
    assertThat(ids(read("a calm train\n\"my b\" sad\nc glad test\n"))).contains("my b");
  }

  @Test
  void aPathMayBeginAsTheSourceDoes() throws Exception {
    Files.createDirectories(root.resolve("data/mine/data/mine/a"));
    ListPaths paths =
        ListPaths.of(
            new org.apache.hadoop.fs.Path("file:" + root + "/data/mine"),
            "data/mine",
            List.of(),
            path -> Files.exists(Path.of(path.toUri().getPath())));

    assertThat(paths.place("data/mine/a").id()).isEqualTo("data/mine/a");
    assertThat(paths.place("data/mine/b").id()).isEqualTo("b");
  }

  @Test
  void absolutePathsDoNotLeaveTheirRoot() {
    assertRefused(
        "/their/set/../../x calm\n/their/set/b glad\n",
        new String[] {"prep.remap=[\"/their/set = " + root + "\"]"},
        "list.txt:1: '/their/set/../../x'",
        "..");
  }

  @Test
  void aClipThatTwoFoldsTestOnIsNamed() {
    assertRefused(
        "a calm 0\nb glad 1\na calm 1\n",
        new String[] {THREE},
        "list.txt:3: the same clip as lists/list.txt:1: fold 0 and fold 1 overlap");
  }

  @Test
  void aClipThatIsThereTwiceNamesBothLines() {
    assertRefused(
        "a calm\n./a/ calm test\nb glad\n",
        new String[] {THREE},
        "list.txt:2: the same clip as",
        "train and test overlap");
    assertRefused("a calm\na glad\n", new String[] {THREE}, ":1, with another label");
  }

  @Test
  void keysOfAnotherLayoutAreRefused() {
    Trees.ferv39k(root);

    for (String key : List.of(THREE, "prep.columns=[path,label]", "prep.remap=[/x]")) {
      assertThatThrownBy(
              () ->
                  Layouts.read(Trees.config(Layout.FERV39K, root, "out", key), new Configuration()))
          .isInstanceOf(ConfigException.class)
          .hasMessageContaining("prep.layout = list");
    }
  }

  private Listing read(String list, String... keys) {
    Path file = root.resolve("lists/list.txt");
    Trees.write(file, list);
    return lists("lists/list.txt", keys);
  }

  private Listing lists(String list, String... keys) {
    List<String> all = new ArrayList<>(List.of("prep.list=\"" + root + "/" + list + "\""));
    all.addAll(List.of(keys));
    return Layouts.read(
        Trees.config(Layout.LIST, root, "out", all.toArray(String[]::new)), new Configuration());
  }

  private void assertRefused(String list, String[] keys, String... parts) {
    assertThatThrownBy(() -> read(list, keys))
        .isInstanceOf(DataException.class)
        .satisfies(e -> assertThat(e.getMessage()).contains(parts));
  }

  private static List<String> ids(Listing listing) {
    return listing.clips().stream().map(ListedClip::id).toList();
  }

  private static List<Integer> labels(Listing listing) {
    return listing.clips().stream().map(ListedClip::label).toList();
  }
}
