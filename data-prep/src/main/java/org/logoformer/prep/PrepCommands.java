package org.logoformer.prep;

import java.util.List;
import org.logoformer.cli.CommandProvider;

/** Adds {@code prep} to the command line. */
public final class PrepCommands implements CommandProvider {
  @Override
  public List<Object> commands() {
    return List.of(new PrepCommand());
  }
}
