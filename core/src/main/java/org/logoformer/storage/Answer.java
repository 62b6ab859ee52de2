package org.logoformer.storage;

import java.net.ConnectException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.error.ClusterException;
import org.logoformer.error.Reason;

/**
 * Whether a file system is there. Hadoop's client asks a host behind a firewall for a quarter of an
 * hour, and one that takes the connection and says nothing for ever.
 */
final class Answer {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  /** File systems that have answered this process. */
  private static final Set<String> HEARD = ConcurrentHashMap.newKeySet();

  private Answer() {}

  /**
   * Waits for an answer, whatever it says.
   *
   * @throws ClusterException if there is none
   */
  static void require(FileSystem files) {
    if (!(files instanceof LocalFileSystem) && !HEARD.contains(files.getUri().toString())) {
      require(files, PATIENCE);
      HEARD.add(files.getUri().toString());
    }
  }

  static void require(FileSystem files, Duration patience) {
    FutureTask<Boolean> question = new FutureTask<>(() -> files.exists(new Path("/")));
    Thread thread = new Thread(question, "storage-answer");
    thread.setDaemon(true);
    thread.start();
    try {
      question.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      throw silent(files, "no answer within " + patience.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw silent(files, "interrupted", e);
    } catch (ExecutionException e) {
      // Anything else is an answer: what it means, the command that asks for more will tell.
      if (e.getCause() instanceof ConnectException refused) {
        throw silent(files, Reason.of(refused), e);
      }
    }
  }

  private static ClusterException silent(FileSystem files, String why, Exception e) {
    return new ClusterException(
        "The storage %s does not answer: %s; check the address, that it is up, and that it can be reached from this machine"
            .formatted(files.getUri(), why),
        e);
  }
}
