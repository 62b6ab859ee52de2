package org.logoformer.jobs.weights;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.checkpoint.Safetensors;
import org.logoformer.cli.ConfigOptions;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.DataException;
import org.logoformer.jobs.network.Weights;
import org.logoformer.models.Models;
import org.logoformer.nn.Parameter;
import org.logoformer.nn.Parts;
import org.logoformer.progress.Bar;
import org.logoformer.storage.AtomicFile;
import org.logoformer.storage.SharedPaths;
import org.logoformer.storage.Unreadable;
import org.logoformer.weights.Matching;
import org.logoformer.weights.Matching.Found;
import org.logoformer.weights.Settings;
import org.logoformer.weights.WeightsFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code logo import}: a file of weights from elsewhere, under the names of a network here. */
@Command(
    name = "import",
    description = {
      "Makes safetensors for train.init, evaluate and predict of a file of PyTorch (.pth, .pth.tar,"
          + " .pt) or safetensors.",
      "Names may be wrapped (module., backbone., encoder.) or those of torchvision's networks.",
      "Prints what became of each parameter and tensor, and last: import matched=.. missing=.."
          + " unexpected=.. shape=..",
      "Fails, and writes nothing, if a parameter that is asked for is missing or has another shape."
          + " Unexpected tensors, such as torchvision's layer4 and fc where a network has none, are"
          + " listed and left out."
    })
public final class ImportCommand implements Runnable {
  @Mixin private ConfigOptions options;

  @Option(names = "--from", required = true, paramLabel = "FILE", description = "The file.")
  private String from;

  @Option(
      names = "--to",
      required = true,
      paramLabel = "SAFETENSORS",
      description =
          "Where train.init finds it: on the default file system unless a scheme says otherwise. Appears when it is complete.")
  private String to;

  @Option(
      names = "--part",
      paramLabel = "PART",
      description = {
        "Only this part of the network: backbone, or a prefix of its parameters' names.",
        "train.init takes the file as it is; the other parameters then start at random."
      })
  private String part;

  @Override
  public void run() {
    LogoConfig config = options.config();
    Configuration hadoop = SharedPaths.hadoop(config);
    Path source = SharedPaths.input(from, hadoop);
    Parts parts = Parts.of(Models.blueprint(config.model()));
    List<Parameter> wanted =
        part == null ? parts.layout().parameters() : parts.named("--part", part);
    Safetensors file = read(hadoop, source);
    if (part == null) {
      Map<String, String> other = new TreeMap<>(Settings.differences(file, config));
      other.keySet().removeIf(key -> !key.startsWith("model."));
      Weights.requireNone(other, source.toString());
    }
    Matching matching = Matching.of(file, wanted, parts);
    print(matching, options.out());
    requireAll(matching, source, config);
    Map<String, String> metadata = Settings.of(config);
    metadata.put("format", "pt");
    metadata.putAll(part == null ? Map.of() : Settings.ofPart(part));
    metadata.putAll(
        Settings.ofSource("%s, SHA-256 %s".formatted(source.getName(), hash(hadoop, source))));
    Safetensors imported = new Safetensors(matching.tensors(), metadata);
    // Refuses what is not finite.
    Weights.of(imported, wanted, config.model(), source.toString());
    if (!options.isDryRun()) {
      AtomicFile.write(hadoop, SharedPaths.input(to, hadoop), imported::write);
    }
  }

  private static Safetensors read(Configuration hadoop, Path source) {
    try {
      FileSystem files = source.getFileSystem(hadoop);
      long length = files.exists(source) ? files.getFileStatus(source).getLen() : 0;
      try (Bar bar = Bar.of("read " + source.getName(), length)) {
        return WeightsFile.read(new WatchedFiles(files, bar::step), source);
      }
    } catch (IOException e) {
      throw Unreadable.of(source, e, "Fetch it again");
    }
  }

  private static void print(Matching matching, PrintWriter out) {
    for (Matching.Row row : matching.rows()) {
      String name =
          row.tensor().isEmpty() || row.tensor().equals(row.name())
              ? row.name()
              : row.name() + " <- " + row.tensor();
      out.printf(
          Locale.ROOT,
          "%-10s  %-70s  %s%n",
          row.found().name().toLowerCase(Locale.ROOT),
          name,
          row.detail());
    }
    out.printf(
        Locale.ROOT,
        "import matched=%d missing=%d unexpected=%d shape=%d%n",
        matching.count(Found.MATCHED),
        matching.count(Found.MISSING),
        matching.count(Found.UNEXPECTED),
        matching.count(Found.SHAPE));
    out.flush();
  }

  private void requireAll(Matching matching, Path source, LogoConfig config) {
    long missing = matching.count(Found.MISSING);
    long misfits = matching.count(Found.SHAPE);
    if (missing + misfits > 0) {
      throw new DataException(
          "%s does not cover %s of model.name = %s: %d missing, %d of another shape or type; nothing was written. Check the model.* settings%s"
              .formatted(
                  source,
                  part == null ? "all" : "part " + part,
                  config.model().name(),
                  missing,
                  misfits,
                  part == null ? ", or ask for --part backbone" : ""));
    }
  }

  private static String hash(Configuration hadoop, Path source) {
    try (InputStream in = source.getFileSystem(hadoop).open(source)) {
      return DigestUtils.sha256Hex(in);
    } catch (IOException e) {
      throw Unreadable.of(source, e, "Fetch it again");
    }
  }
}
