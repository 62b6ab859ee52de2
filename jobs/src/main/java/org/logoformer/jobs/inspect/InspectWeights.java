package org.logoformer.jobs.inspect;

import java.io.IOException;
import java.io.PrintWriter;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.logoformer.checkpoint.Safetensors;
import org.logoformer.error.ClusterException;
import org.logoformer.storage.SharedPaths;
import org.logoformer.weights.WeightsFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code logo inspect weights}. */
@Command(
    name = "weights",
    description =
        "Lists the tensors of a file of safetensors or PyTorch with their types, shapes, statistics.")
final class InspectWeights implements Runnable {
  @Parameters(paramLabel = "FILE", description = "The file.")
  private String file;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    PrintWriter out = spec.commandLine().getOut();
    Configuration hadoop = new Configuration();
    Path path = SharedPaths.input(file, hadoop);
    try {
      Safetensors content = WeightsFile.read(path.getFileSystem(hadoop), path);
      content.metadata().forEach((key, value) -> out.println(key + " = " + value));
      TensorTable.print(content.tensors(), out);
    } catch (IOException e) {
      throw new ClusterException("Cannot read %s: %s".formatted(path, e.getMessage()), e);
    }
  }
}
