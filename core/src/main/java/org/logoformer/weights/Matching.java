package org.logoformer.weights;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.logoformer.checkpoint.SafeTensor;
import org.logoformer.checkpoint.Safetensors;
import org.logoformer.nn.Parameter;
import org.logoformer.nn.Parts;

/**
 * The parameters of a network, found among tensors that may have other names: wrapped by what
 * training scripts put in front of all names ({@code module.}, {@code backbone.}, {@code
 * encoder.}), or those of a network that is a part of this one, as torchvision's ResNet18 is. One
 * such change holds for all names of a file: the one by which most tensors fit, then by which most
 * names are known.
 *
 * @param rows for each parameter that is asked for, and each tensor that nobody asked for
 * @param tensors that fit, by the network's names
 */
public record Matching(List<Row> rows, Map<String, SafeTensor> tensors) {
  private static final List<String> WRAPPERS =
      List.of("module.", "backbone.", "encoder.", "_orig_mod.");

  private static final int MOST_WRAPPERS = 4;
  private static final int PREFIX_DEPTH = 2;
  private static final String COUNTERS = ".num_batches_tracked";

  /** What became of a parameter or a tensor. */
  public enum Found {
    /** The parameter is there. */
    MATCHED,
    /** No tensor has its name. */
    MISSING,
    /** The tensor of its name has another shape, or is of whole numbers. */
    SHAPE,
    /** Nobody asked for the tensor; it is left out. */
    UNEXPECTED
  }

  /**
   * A line of the table.
   *
   * @param name of the parameter, or of the tensor that nobody asked for
   * @param tensor its name in the file; empty if it is missing
   * @param detail types and shapes
   */
  public record Row(Found found, String name, String tensor, String detail) {}

  /** Put {@code prefix} in place of {@code wrapper}. */
  private record Renaming(String wrapper, String prefix) {
    /** The network's name for a tensor; null if it is none of those that are renamed. */
    String of(String tensor) {
      return tensor.startsWith(wrapper) ? prefix + tensor.substring(wrapper.length()) : null;
    }
  }

  public Matching {
    rows = List.copyOf(rows);
  }

  /**
   * Finds them.
   *
   * @param wanted the parameters that are asked for
   * @param parts of the network
   */
  public static Matching of(Safetensors file, List<Parameter> wanted, Parts parts) {
    Map<String, Parameter> byName = new LinkedHashMap<>();
    wanted.forEach(p -> byName.put(p.name(), p));
    Renaming best =
        renamings(file, parts).stream()
            .max(
                Comparator.comparingLong((Renaming r) -> fitting(file, byName, r))
                    .thenComparingLong(r -> named(file, byName, r)))
            .orElseThrow();
    return matched(file, byName, best);
  }

  /** How many rows are so. */
  public long count(Found found) {
    return rows.stream().filter(row -> row.found() == found).count();
  }

  /** The simplest first, which wins where others fit as many. */
  private static List<Renaming> renamings(Safetensors file, Parts parts) {
    Set<String> wrappers = new LinkedHashSet<>(List.of(""));
    for (String name : file.tensors().keySet()) {
      String wrapper = "";
      for (int i = 0; i < MOST_WRAPPERS; i++) {
        String rest = name.substring(wrapper.length());
        String next = WRAPPERS.stream().filter(rest::startsWith).findFirst().orElse("");
        wrapper += next;
        wrappers.add(wrapper);
      }
    }
    List<Renaming> renamings = new ArrayList<>();
    for (String wrapper : wrappers) {
      renamings.add(new Renaming(wrapper, ""));
      prefixes(parts).forEach(prefix -> renamings.add(new Renaming(wrapper, prefix)));
    }
    // max takes the last of equals.
    Collections.reverse(renamings);
    return renamings;
  }

  /** Beginnings of the network's names as far as the first and the second dot. */
  private static Set<String> prefixes(Parts parts) {
    Set<String> prefixes = new LinkedHashSet<>();
    for (Parameter parameter : parts.layout().parameters()) {
      int dot = parameter.name().indexOf('.');
      for (int depth = 0; depth < PREFIX_DEPTH && dot >= 0; depth++) {
        prefixes.add(parameter.name().substring(0, dot + 1));
        dot = parameter.name().indexOf('.', dot + 1);
      }
    }
    return prefixes;
  }

  private static long fitting(Safetensors file, Map<String, Parameter> wanted, Renaming renaming) {
    return file.tensors().entrySet().stream()
        .filter(e -> fits(wanted.get(renaming.of(e.getKey())), e.getValue()))
        .count();
  }

  private static long named(Safetensors file, Map<String, Parameter> wanted, Renaming renaming) {
    return file.tensors().keySet().stream()
        .filter(tensor -> wanted.containsKey(renaming.of(tensor)))
        .count();
  }

  private static boolean fits(Parameter parameter, SafeTensor tensor) {
    return parameter != null
        && tensor.dtype().isFloating()
        && Arrays.equals(parameter.shape(), tensor.shape());
  }

  private static Matching matched(
      Safetensors file, Map<String, Parameter> wanted, Renaming renaming) {
    Map<String, String> sources = new TreeMap<>();
    Set<String> unexpected = new TreeSet<>();
    Set<String> names = new TreeSet<>(file.tensors().keySet());
    names.addAll(file.passedOver().keySet());
    for (String tensor : names) {
      String name = renaming.of(tensor);
      if (wanted.containsKey(name)) {
        sources.put(name, tensor);
      } else if (!tensor.endsWith(COUNTERS)) {
        unexpected.add(tensor);
      }
    }
    List<Row> rows = new ArrayList<>();
    Map<String, SafeTensor> tensors = new TreeMap<>();
    for (Parameter parameter : wanted.values()) {
      rows.add(row(file, parameter, sources.get(parameter.name()), tensors));
    }
    unexpected.forEach(
        tensor -> rows.add(new Row(Found.UNEXPECTED, tensor, tensor, label(file, tensor))));
    return new Matching(rows, tensors);
  }

  private static Row row(
      Safetensors file, Parameter parameter, String source, Map<String, SafeTensor> tensors) {
    String name = parameter.name();
    String shape = Arrays.toString(parameter.shape());
    if (source == null) {
      return new Row(Found.MISSING, name, "", shape);
    }
    SafeTensor tensor = file.tensors().get(source);
    if (tensor != null && fits(parameter, tensor)) {
      tensors.put(name, tensor);
      return new Row(Found.MATCHED, name, source, tensor.toString());
    }
    return new Row(
        Found.SHAPE,
        name,
        source,
        "%s instead of floating-point %s".formatted(label(file, source), shape));
  }

  private static String label(Safetensors file, String tensor) {
    return file.tensors().containsKey(tensor)
        ? file.tensors().get(tensor).toString()
        : file.passedOver().get(tensor);
  }
}
