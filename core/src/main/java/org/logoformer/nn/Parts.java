package org.logoformer.nn;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.logoformer.error.ConfigException;

/**
 * Parts of a network as configurations name them: by a prefix of its parameters' names, or {@code
 * backbone}, which for networks without such a prefix is everything but the last linear layer.
 */
public final class Parts {
  /** What every network has. */
  public static final String BACKBONE = "backbone";

  private final Layout layout;
  private final String classifier;

  private Parts(Layout layout, String classifier) {
    this.layout = layout;
    this.classifier = classifier;
  }

  /** Those of a network. */
  public static Parts of(Blueprint blueprint) {
    return new Parts(Inventory.layout(blueprint), blueprint.classifier());
  }

  /** Places of all arrays. */
  public Layout layout() {
    return layout;
  }

  /** Arrays of the last linear layer. */
  public List<Parameter> classifier() {
    return below(classifier);
  }

  /**
   * The arrays of a part, running statistics included.
   *
   * @param key where the part is named, for the message
   * @param part a prefix as far as a dot, or a whole name
   * @throws ConfigException naming the parts there are, if this is none
   */
  public List<Parameter> named(String key, String part) {
    List<Parameter> found = below(part);
    if (found.isEmpty() && part.equals(BACKBONE)) {
      List<Parameter> rest = new ArrayList<>(layout.parameters());
      rest.removeAll(classifier());
      return rest;
    }
    if (found.isEmpty()) {
      throw new ConfigException(
          "%s = %s: the network has no such part; it has %s, and what is below them, such as %s"
              .formatted(key, part, String.join(", ", names()), layout.parameters().get(0).name()));
    }
    return found;
  }

  /** Prefixes as far as the first dot, in the order of the network, and {@code backbone}. */
  public Set<String> names() {
    Set<String> names = new LinkedHashSet<>();
    for (Parameter parameter : layout.parameters()) {
      int dot = parameter.name().indexOf('.');
      names.add(dot < 0 ? parameter.name() : parameter.name().substring(0, dot));
    }
    names.add(BACKBONE);
    return names;
  }

  private List<Parameter> below(String prefix) {
    return layout.parameters().stream()
        .filter(p -> p.name().equals(prefix) || p.name().startsWith(prefix + "."))
        .toList();
  }
}
