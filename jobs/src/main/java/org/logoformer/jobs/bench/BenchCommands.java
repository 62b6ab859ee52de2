package org.logoformer.jobs.bench;

import java.util.List;
import org.logoformer.cli.CommandProvider;

/** Adds {@code logo bench} without a command elsewhere that knows of it. */
public final class BenchCommands implements CommandProvider {
  @Override
  public List<Object> commands() {
    return List.of(new BenchCommand());
  }
}
