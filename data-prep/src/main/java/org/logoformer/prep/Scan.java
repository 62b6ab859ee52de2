package org.logoformer.prep;

import java.io.Serializable;
import java.util.List;
import org.apache.hadoop.fs.FileStatus;
import org.logoformer.provenance.Sha256;

/**
 * What lies on disk of a listed clip; published lists disagree with it.
 *
 * @param frames image files; -1 if the folder is missing
 * @param bytes of all of them
 * @param files hash of their names and sizes, in order; their content is not looked at
 * @param odd what is odd about their names; empty if nothing is
 */
record Scan(int frames, long bytes, String files, String odd) implements Serializable {
  static final Scan MISSING = new Scan(-1, 0, "", "");

  static Scan of(List<FileStatus> frames) {
    StringBuilder files = new StringBuilder();
    long bytes = 0;
    for (FileStatus frame : frames) {
      files.append(frame.getPath().getName()).append('\t').append(frame.getLen()).append('\n');
      bytes += frame.getLen();
    }
    List<String> names = frames.stream().map(f -> f.getPath().getName()).toList();
    return new Scan(frames.size(), bytes, Sha256.hex(files.toString()), OddFrames.of(names));
  }
}
