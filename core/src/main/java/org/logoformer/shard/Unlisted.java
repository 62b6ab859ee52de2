package org.logoformer.shard;

import java.io.Serializable;

/**
 * What lies among the clips of a data set, but no list names it.
 *
 * @param path of a folder, or of a file like those that the list names, in full
 */
public record Unlisted(String path) implements Serializable {}
