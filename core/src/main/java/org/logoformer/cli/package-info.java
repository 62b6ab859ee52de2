/**
 * The command line {@code logo <command> [--config FILE] [key=value ...]}. Modules add their
 * commands through {@link org.logoformer.cli.CommandProvider}; a command takes its configuration
 * from {@link org.logoformer.cli.ConfigOptions}. A failure becomes one message and an exit code: 0
 * done, 1 unexpected, 2 usage or configuration, 3 data, 4 cluster or resources, 5 diverged.
 */
package org.logoformer.cli;
