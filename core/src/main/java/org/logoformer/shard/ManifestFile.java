package org.logoformer.shard;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.BufferedOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hadoop.fs.ChecksumException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.error.DataException;
import org.logoformer.error.Message;
import org.logoformer.error.Reason;
import org.logoformer.storage.NewFile;
import org.logoformer.storage.SharedPaths;

/** The manifest as a file. */
final class ManifestFile {
  private ManifestFile() {}

  static Manifest read(FileSystem files, Path folder) throws IOException {
    Path path = new Path(folder, Manifest.FILE);
    try (InputStream in = files.open(path)) {
      return ManifestReader.manifest(ManifestPrinter.JSON.readTree(in));
    } catch (FileNotFoundException e) {
      throw new DataException(
          Message.of(
              "No shard set at %s: there is no %s%s; run 'logo prep', or mend data.shards",
              folder, Manifest.FILE, SharedPaths.otherwise(folder, files.getConf())),
          e);
    } catch (ChecksumException e) {
      throw new DataException("Manifest " + path + ": " + Reason.ofChecksum(Manifest.FILE), e);
    } catch (JsonProcessingException | IllegalArgumentException | ArithmeticException e) {
      String why =
          e instanceof JsonProcessingException json
              ? json.getOriginalMessage() + " at line " + line(json)
              : e.getMessage();
      throw new DataException(
          "Manifest " + path + " is damaged: " + why + "; run 'logo prep' again", e);
    }
  }

  static void commit(Manifest manifest, FileSystem files, Path folder) throws IOException {
    Path path = new Path(folder, Manifest.FILE);
    Path unfinished = new Path(folder, "_" + Manifest.FILE + ".tmp");
    if (files.exists(path)) {
      throw new IOException(path + " exists: a shard set is never changed");
    }
    try (OutputStream out = new BufferedOutputStream(NewFile.create(files, unfinished), 1 << 16);
        JsonGenerator json = ManifestPrinter.JSON.createGenerator(out)) {
      new ManifestPrinter(json).print(manifest);
    }
    NewFile.rename(files, unfinished, path);
  }

  private static int line(JsonProcessingException e) {
    return e.getLocation() == null ? 0 : e.getLocation().getLineNr();
  }
}
