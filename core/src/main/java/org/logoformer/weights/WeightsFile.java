package org.logoformer.weights;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.checkpoint.Safetensors;
import org.logoformer.checkpoint.torch.TorchFile;
import org.logoformer.error.DataException;
import org.logoformer.storage.SharedPaths;

/** A file of tensors in any format that is understood; its first bytes tell which, not its name. */
public final class WeightsFile {
  private static final int BEGINNING = 8;

  private WeightsFile() {}

  /**
   * Reads all tensors.
   *
   * @throws DataException if the file is missing, broken or hostile
   * @throws IOException if the file system fails
   */
  public static Safetensors read(FileSystem files, Path file) throws IOException {
    byte[] beginning;
    try (InputStream in = files.open(file)) {
      beginning = in.readNBytes(BEGINNING);
    } catch (FileNotFoundException e) {
      // Thrown for a folder, too.
      throw new DataException(
          "No file %s%s: check the path"
              .formatted(file, SharedPaths.otherwise(file, files.getConf())),
          e);
    }
    return TorchFile.isOne(beginning) ? TorchFile.read(files, file) : Safetensors.read(files, file);
  }
}
