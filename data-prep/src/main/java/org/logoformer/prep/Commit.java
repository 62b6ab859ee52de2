package org.logoformer.prep;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.logoformer.error.ClusterException;
import org.logoformer.error.DataException;
import org.logoformer.error.Message;
import org.logoformer.shard.ClipRecord;
import org.logoformer.shard.Manifest;
import org.logoformer.shard.Origin;
import org.logoformer.shard.PixelSums;
import org.logoformer.shard.Quarantined;
import org.logoformer.shard.SetNotes;
import org.logoformer.shard.Shard;
import org.logoformer.shard.ShardReport;
import org.logoformer.shard.SourceClip;
import org.logoformer.shard.Unlisted;
import org.logoformer.storage.NewFile;

/** Makes a set of finished shards: all of it, or nothing. */
record Commit(
    FileSystem files,
    WorkFolder folder,
    double maxBadRatio,
    Listing listing,
    Storage storage,
    SetPlan plan,
    List<Unlisted> unlisted) {
  /**
   * Writes what was found on the way, then the manifest.
   *
   * @throws DataException if too many clips are bad; the shards are deleted then
   */
  Preparation.Result run() throws IOException {
    List<Shard> shards = new ArrayList<>();
    List<ClipRecord> clips = new ArrayList<>();
    List<Quarantined> quarantined = new ArrayList<>(plan.quarantined());
    List<Quarantined> odd = new ArrayList<>(plan.odd());
    PixelSums pixels = new PixelSums();
    List<ShardReport> reports = new ArrayList<>();
    List<SourceClip> sources = new ArrayList<>();
    for (ShardPlan shard : plan.shards()) {
      ShardReport report = report(shard);
      reports.add(report);
      odd.addAll(report.odd());
      sources.addAll(report.sources());
      shards.add(report.shard());
      clips.addAll(report.clips());
      quarantined.addAll(report.quarantined());
      pixels.add(report.pixels());
    }
    List<Quarantined> inListOrder = inListOrder(quarantined);
    checkRatio(inListOrder);
    SetNotes.write(files, folder.notes(SetNotes.QUARANTINE), inListOrder);
    SetNotes.write(files, folder.notes(SetNotes.ODD_FRAMES), inListOrder(odd));
    SetNotes.write(files, folder.notes(SetNotes.SOURCES), sources);
    SetNotes.write(files, folder.notes(SetNotes.UNLISTED), unlisted);
    if (listing.facts().isEmpty()) {
      // An unfinished preparation of other lists may have left some.
      files.delete(folder.notes(SetNotes.LIST_FACTS), false);
    } else {
      SetNotes.write(files, folder.notes(SetNotes.LIST_FACTS), listing.facts());
    }
    takeToTheirPlaces(reports);
    Manifest manifest = new Manifest(origin(inListOrder, pixels), shards, clips);
    folder.deleteShardsFrom(files, shards.size());
    manifest.commit(files, folder.output());
    folder.deleteWork(files);
    int turned = (int) sources.stream().filter(s -> s.turned() > 0).count();
    Map<String, ClipRecord> stored = manifest.byId();
    int miscounted =
        (int) listing.facts().stream().filter(fact -> fact.isMiscounted(stored)).count();
    return new Preparation.Result(
        Preparation.Outcome.WRITTEN, manifest, odd.size(), turned, unlisted.size(), miscounted);
  }

  /**
   * Ends the job if there are too many bad clips.
   *
   * @throws DataException naming the first of them and the file that lists all
   */
  void checkRatio(List<Quarantined> quarantined) throws IOException {
    double ratio = (double) quarantined.size() / listing.clips().size();
    if (quarantined.isEmpty() || ratio <= maxBadRatio) {
      return;
    }
    folder.deleteShards(files);
    SetNotes.write(files, folder.notes(SetNotes.QUARANTINE), quarantined);
    Quarantined first = quarantined.get(0);
    throw new DataException(
        Message.of(
            "%d of %d clips are bad (%.2f %%, prep.max-bad-ratio allows %.2f %%): %s; the first is %s"
                + " (%s:%d): %s, %s. All are listed in %s; no shard set was written",
            quarantined.size(),
            listing.clips().size(),
            100 * ratio,
            100 * maxBadRatio,
            reasons(quarantined),
            first.clip(),
            first.list(),
            first.line(),
            first.reason(),
            first.detail(),
            folder.notes(SetNotes.QUARANTINE)));
  }

  private void takeToTheirPlaces(List<ShardReport> reports) throws IOException {
    for (int number = 0; number < reports.size(); number++) {
      Path place = folder.shard(number);
      Path made =
          ShardTask.place(files, folder, number, reports.get(number)).orElseThrow(this::disturbed);
      if (!made.equals(place)) {
        files.delete(place, false);
        NewFile.rename(files, made, place);
      }
    }
  }

  private ClusterException disturbed() {
    return new ClusterException(
        "A shard was made but is not in " + folder.work() + ": is it written to by another job?");
  }

  private ShardReport report(ShardPlan shard) throws IOException {
    return ShardTask.finished(files, folder, shard).orElseThrow(this::disturbed);
  }

  private List<Quarantined> inListOrder(List<Quarantined> quarantined) {
    Map<String, Integer> order = new HashMap<>();
    for (ListedClip clip : listing.clips()) {
      order.put(clip.id(), order.size());
    }
    return quarantined.stream().sorted(Comparator.comparing(q -> order.get(q.clip()))).toList();
  }

  private Origin origin(List<Quarantined> quarantined, PixelSums pixels) {
    return new Origin(
        listing.classes(),
        storage.format(),
        storage.storeSize(),
        storage.resizeLabel(),
        plan.hash(),
        listing.sources(),
        pixels.statistics(),
        new Origin.Quarantine(listing.clips().size(), quarantined.size(), reasons(quarantined)),
        storage.decoding(),
        plan.videos(),
        listing.crops());
  }

  private static Map<String, Integer> reasons(List<Quarantined> quarantined) {
    Map<String, Integer> reasons = new TreeMap<>();
    quarantined.forEach(q -> reasons.merge(q.reason(), 1, Integer::sum));
    return reasons;
  }
}
