package org.logoformer.synth;

import java.util.List;
import org.logoformer.cli.CommandProvider;

/** Adds {@code synth} to the command line. */
public final class SynthCommands implements CommandProvider {
  @Override
  public List<Object> commands() {
    return List.of(new SynthCommand());
  }
}
