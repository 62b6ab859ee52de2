package org.logoformer.train.source;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.logoformer.batch.Batch;
import org.logoformer.batch.ClipBatches;
import org.logoformer.config.LogoConfig;
import org.logoformer.error.DataException;
import org.logoformer.shard.ClipRecord;
import org.logoformer.shard.ShardSet;
import org.logoformer.train.plan.Draw;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;

/** Mini-batches of a shard set for one epoch; a reference is a clip id or a {@link Draw} of one. */
public final class ShardBatches implements Batches {
  private final ShardSet shards;
  private final Map<String, ClipRecord> clips;
  private final ClipBatches batches;
  private final DataType type;
  private final int epoch;

  /**
   * @param clips of the set, by id
   * @param epoch from 0: which views of the clips
   */
  public ShardBatches(
      ShardSet shards, Map<String, ClipRecord> clips, LogoConfig config, int epoch) {
    this.shards = shards;
    this.clips = clips;
    this.batches = new ClipBatches(shards, config.model(), config.data(), config.run().seed());
    this.type = config.train().precision().type();
    this.epoch = epoch;
  }

  @Override
  public org.nd4j.linalg.dataset.api.MultiDataSet load(List<String> references) {
    List<Draw> draws = references.stream().map(this::draw).toList();
    return dataSet(
        batches.train(
            draws.stream().map(draw -> record(draw.reference())).toList(),
            draws.stream().mapToInt(Draw::time).toArray(),
            epoch));
  }

  /** The same clips for a test. */
  public ClipBatches tests() {
    return batches;
  }

  /**
   * The clips of these ids.
   *
   * @throws DataException if the set has no such clip
   */
  public List<ClipRecord> records(List<String> ids) {
    return ids.stream().map(this::record).toList();
  }

  @Override
  public String origin(List<String> references) {
    return references.stream()
        .map(reference -> clips.get(draw(reference).reference()))
        .flatMap(c -> Optional.ofNullable(c).stream())
        .map(c -> shards.manifest().shards().get(c.placement().shard()).name())
        .distinct()
        .sorted()
        .collect(Collectors.joining(", ", "shards ", ""));
  }

  /** A clip may have any name, that of a draw too. */
  private Draw draw(String reference) {
    return clips.containsKey(reference) ? new Draw(reference, 0) : Draw.of(reference);
  }

  private ClipRecord record(String reference) {
    ClipRecord record = clips.get(reference);
    if (record == null) {
      throw new DataException(
          "The shard set here has no clip %s: it was replaced while training ran; start a new run"
              .formatted(reference));
    }
    return record;
  }

  private MultiDataSet dataSet(Batch batch) {
    return new MultiDataSet(typed(batch.clips()), typed(batch.labels()));
  }

  private INDArray typed(INDArray values) {
    if (values.dataType() == type) {
      return values;
    }
    INDArray converted = values.castTo(type);
    values.close();
    return converted;
  }
}
