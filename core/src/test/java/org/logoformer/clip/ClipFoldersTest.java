package org.logoformer.clip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.logoformer.error.DataException;

class ClipFoldersTest {
  @TempDir Path root;

  @Test
  void videosAndFoldersOfImagesAreClips() throws IOException {
    write("a/10.mp4", "a/9.MKV", "a/._9.mkv", "a/notes.txt", "b/c/1.jpg", "b/c/2.jpg");

    List<ClipFolders.Clip> clips = find(root);

    assertThat(clips)
        .extracting(ClipFolders.Clip::id)
        .containsExactly("a/9.MKV", "a/10.mp4", "b/c");
    assertThat(clips).extracting(ClipFolders.Clip::isVideo).containsExactly(true, true, false);
    assertThat(clips.get(0).place().getName()).isEqualTo("9.MKV");
    assertThat(clips.get(2).place().getName()).isEqualTo("c");
    assertThat(clips.get(2).files()).hasSize(2);
  }

  @Test
  void aVideoIsAClipByItself() throws IOException {
    write("a/10.mp4");

    assertThat(find(root.resolve("a/10.mp4")))
        .extracting(ClipFolders.Clip::id)
        .containsExactly("10.mp4");
  }

  @Test
  void aFolderThatIsNamedLikeAVideoIsAFolder() throws IOException {
    write("one.mp4/1.jpg", "one.mp4/2.jpg");

    assertThat(find(root)).singleElement().matches(clip -> !clip.isVideo());
  }

  @Test
  void imagesBesideVideosAreNotGuessedAt() throws IOException {
    write("a/cover.jpg", "a/1.mp4");

    assertThatThrownBy(() -> find(root))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("holds images and videos (1.mp4)");
  }

  @Test
  void aFolderOfVideosThatAreNotDecodedHereSaysSo() throws IOException {
    write("a/cry.1.WMV");

    assertThatThrownBy(() -> find(root))
        .isInstanceOf(DataException.class)
        .hasMessageContaining(
            "/a has no frames (JPEG, PNG or videos): .wmv videos are not decoded here")
        .hasMessageContaining("convert it, as with 'ffmpeg -i cry.1.WMV -crf 10 cry.1.mp4'");
  }

  @Test
  void aFolderWithNeitherIsNamed() throws IOException {
    write("a/1.jpg", "b/notes.txt");

    assertThatThrownBy(() -> find(root))
        .isInstanceOf(DataException.class)
        .hasMessageContaining("/b has no frames (JPEG, PNG or videos)");
  }

  private void write(String... names) throws IOException {
    for (String name : names) {
      Path file = root.resolve(name);
      Files.createDirectories(file.getParent());
      Files.write(file, new byte[] {1});
    }
  }

  private static List<ClipFolders.Clip> find(Path place) throws IOException {
    FileSystem files = FileSystem.getLocal(new Configuration());
    return ClipFolders.find(files, new org.apache.hadoop.fs.Path(place.toUri()));
  }
}
