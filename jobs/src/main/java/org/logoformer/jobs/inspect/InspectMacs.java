package org.logoformer.jobs.inspect;

import java.io.PrintWriter;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Locale;
import org.logoformer.cli.ConfigOptions;
import org.logoformer.config.ModelConfig;
import org.logoformer.models.Models;
import org.logoformer.nn.Inventory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code logo inspect macs}: what each layer of a network costs. */
@Command(
    name = "macs",
    description = {
      "Prints each layer of the network with its output, parameters and multiply-accumulates of one"
          + " clip,",
      "and last: macs <model.name> gmacs=<10^9 multiply-accumulates> parameters=<trained ones>."
    })
final class InspectMacs implements Runnable {
  private static final int GIGA = 9;

  @Mixin private ConfigOptions options;

  @Override
  public void run() {
    ModelConfig model = options.config().model();
    Inventory inventory = Inventory.nominal(Models.blueprint(model));
    print(inventory, options.out());
    options
        .out()
        .printf(
            Locale.ROOT,
            "macs %s gmacs=%s parameters=%d%n",
            model.name(),
            BigDecimal.valueOf(inventory.forward(), GIGA).toPlainString(),
            inventory.layout().trainableLength());
  }

  private static void print(Inventory inventory, PrintWriter out) {
    int longest = inventory.layers().stream().mapToInt(row -> row.name().length()).max().orElse(5);
    String format = "%-" + longest + "s  %-24s %14s %18s%n";
    out.printf(Locale.ROOT, format, "layer", "output", "parameters", "MACs");
    for (Inventory.Row row : inventory.layers()) {
      out.printf(
          Locale.ROOT,
          format,
          row.name(),
          Arrays.toString(row.shape()),
          String.format(Locale.ROOT, "%,d", row.parameters()),
          String.format(Locale.ROOT, "%,d", row.multiplyAdds()));
    }
  }
}
