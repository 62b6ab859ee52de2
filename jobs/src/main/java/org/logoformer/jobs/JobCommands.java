package org.logoformer.jobs;

import java.util.List;
import org.logoformer.cli.CommandProvider;
import org.logoformer.jobs.comparison.CompareCommand;
import org.logoformer.jobs.doctor.DoctorCommand;
import org.logoformer.jobs.evaluation.EvaluateCommand;
import org.logoformer.jobs.inspect.InspectCommand;
import org.logoformer.jobs.prediction.PredictCommand;
import org.logoformer.jobs.report.ReportCommand;
import org.logoformer.jobs.sweep.SeedsRun;
import org.logoformer.jobs.sweep.SweepCommand;
import org.logoformer.jobs.training.TrainCommand;
import org.logoformer.jobs.weights.ExportCommand;
import org.logoformer.jobs.weights.ImportCommand;

/** The commands of this module; the benchmarks add theirs themselves. */
public final class JobCommands implements CommandProvider {
  @Override
  public List<Object> commands() {
    return List.of(
        new TrainCommand(SeedsRun::train),
        new SweepCommand(),
        new EvaluateCommand(),
        new CompareCommand(),
        new PredictCommand(),
        new ImportCommand(),
        new ExportCommand(),
        new ReportCommand(),
        new InspectCommand(),
        new DoctorCommand());
  }
}
