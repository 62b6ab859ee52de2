package org.logoformer.jobs.weights;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.logoformer.checkpoint.SafeTensor;
import org.logoformer.checkpoint.Safetensors;
import org.logoformer.cli.ConfigOptions;
import org.logoformer.jobs.network.Weights;
import org.logoformer.models.Models;
import org.logoformer.nn.Layout;
import org.logoformer.nn.Parameter;
import org.logoformer.storage.AtomicFile;
import org.logoformer.storage.SharedPaths;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code logo export}: the weights of a run as safetensors under PyTorch's names. */
@Command(
    name = "export",
    description = {
      "Writes the weights of a run, or of a file, as safetensors under PyTorch's names, with the"
          + " settings of the network in the header.",
      "For a file that does not say what it is of, model.* does; a run says it itself."
    })
public final class ExportCommand implements Runnable {
  @Mixin private ConfigOptions options;

  @Option(
      names = "--from",
      required = true,
      paramLabel = "RUN_OR_FILE",
      description = "Folder of a run, of a fold or of a checkpoint, or a file of weights.")
  private String from;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "SAFETENSORS",
      description = "Appears when it is complete; on this machine unless a scheme says otherwise.")
  private String to;

  @Option(
      names = "--checkpoint",
      paramLabel = "last|best|newest",
      description =
          "Of a fold: the newest of a whole epoch, that of the highest score, or the newest.")
  private Origin.Choice checkpoint = Origin.Choice.LAST;

  @Option(names = "--fold", paramLabel = "NUMBER", description = "Of a run that has several.")
  private Integer fold;

  @Override
  public void run() {
    Configuration hadoop = SharedPaths.hadoop(options.config());
    Origin origin =
        Origin.of(hadoop, SharedPaths.input(from, hadoop), checkpoint, fold, options::config);
    Layout layout = Models.layout(origin.config().model());
    // Refuses what is not this network's.
    Weights.of(origin.tensors(), origin.config().model(), origin.place());
    Map<String, SafeTensor> tensors = new TreeMap<>();
    for (Parameter parameter : layout.parameters()) {
      tensors.put(parameter.name(), origin.tensors().tensors().get(parameter.name()));
    }
    Map<String, String> header = new TreeMap<>(origin.settings());
    header.put("format", "pt");
    if (!options.isDryRun()) {
      AtomicFile.write(
          hadoop, SharedPaths.output(to, hadoop), new Safetensors(tensors, header)::write);
    }
    options
        .out()
        .printf(
            Locale.ROOT,
            "export model=%s arrays=%d parameters=%d from=%s to=%s%n",
            origin.config().model().name(),
            tensors.size(),
            layout.trainableLength(),
            origin.place(),
            to);
  }
}
