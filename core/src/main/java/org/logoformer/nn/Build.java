package org.logoformer.nn;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.logoformer.tensor.ElementType;
import org.logoformer.tensor.NoMemory;
import org.logoformer.tensor.Tensor;

/** Where the parameters of a network that is being built come from. */
interface Build {
  Purpose purpose();

  /** The array of {@code declared}, whose place is not known yet. */
  Tensor parameter(Parameter declared);

  /** Stands for the gradient by the array of that full name, where there are none. */
  Tensor noGradient(String fullName);

  /** Called when all that belongs to a section's forward pass has been made. */
  default void ends(String section) {}

  /** Called when a part asks for kernels: what it makes next belongs to {@code path}. */
  default void within(String path) {}

  /** Says something about a section for those who plan. */
  default void describe(String section, String text) {}

  /** Who is shown weights of attention; nobody, unless asked for. */
  default Optional<AttentionWatcher> watcher() {
    return Optional.empty();
  }

  /** In flat vectors, for inference that is watched. */
  record Watched(OfVectors vectors, Optional<AttentionWatcher> watcher) implements Build {
    @Override
    public Purpose purpose() {
      return vectors.purpose();
    }

    @Override
    public Tensor parameter(Parameter declared) {
      return vectors.parameter(declared);
    }

    @Override
    public Tensor noGradient(String fullName) {
      return vectors.noGradient(fullName);
    }
  }

  /** In flat vectors. */
  record OfVectors(Purpose purpose, ParameterVector parameters) implements Build {
    @Override
    public Tensor parameter(Parameter declared) {
      Tensor known = parameters.tensor(declared.name());
      if (!Arrays.equals(known.shape(), declared.shape())) {
        throw new IllegalStateException(
            "%s is %s, not %s"
                .formatted(declared.name(), known, Arrays.toString(declared.shape())));
      }
      return known;
    }

    @Override
    public Tensor noGradient(String fullName) {
      throw new IllegalStateException("Built for inference: no gradient by " + fullName);
    }
  }

  /** Without memory; remembers what is declared. */
  final class OfDeclarations implements Build {
    private final Purpose purpose;
    private final ElementType type;
    private final RecordingKernels kernels;
    private final Map<String, Parameter> declared = new LinkedHashMap<>();
    private final Map<String, Long> sections = new LinkedHashMap<>();
    private final Map<String, String> descriptions = new LinkedHashMap<>();
    private final LayerTable layers = new LayerTable();
    private long counted;

    OfDeclarations(Purpose purpose, ElementType type, RecordingKernels kernels) {
      this.purpose = purpose;
      this.type = type;
      this.kernels = kernels;
      kernels.watcher(layers::made);
    }

    @Override
    public void ends(String section) {
      sections.merge(section, kernels.multiplyAdds() - counted, Long::sum);
      counted = kernels.multiplyAdds();
      layers.forwardIsMade();
    }

    @Override
    public void within(String path) {
      layers.within(path);
    }

    /** Rows of all layers made so far. */
    List<Inventory.Row> layers() {
      return layers.rows();
    }

    @Override
    public void describe(String section, String text) {
      descriptions.putIfAbsent(section, text);
    }

    /** By section. */
    Map<String, String> descriptions() {
      return descriptions;
    }

    /** Multiply-adds by section. */
    Map<String, Long> sections() {
      return sections;
    }

    @Override
    public Purpose purpose() {
      return purpose;
    }

    @Override
    public Tensor parameter(Parameter p) {
      if (declared.put(p.name(), p) != null) {
        throw new IllegalStateException(p.name() + " is declared twice");
      }
      Tensor tensor = withoutMemory(p);
      layers.declare(p, tensor);
      return tensor;
    }

    @Override
    public Tensor noGradient(String fullName) {
      return withoutMemory(declared.get(fullName));
    }

    private Tensor withoutMemory(Parameter p) {
      return Tensor.of(new NoMemory(type, p.length()), 0, p.shape());
    }

    Layout layout() {
      return new Layout(declared.values());
    }
  }
}
