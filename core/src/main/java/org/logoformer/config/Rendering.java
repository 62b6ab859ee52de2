package org.logoformer.config;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValueFactory;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes a configuration as the HOCON that {@link Binder} reads. */
final class Rendering {
  private static final String NAME = "model.name";
  private static final String PRESET = "model.preset";

  private Rendering() {}

  static String text(LogoConfig config) {
    return ConfigValueFactory.fromAnyRef(plain(config))
        .render(ConfigRenderOptions.defaults().setOriginComments(false).setJson(false));
  }

  /** What of a configuration is not the default of its network and preset, as {@code key=value}. */
  static List<String> arguments(LogoConfig config) {
    String name = NAME + "=" + config.model().name();
    String preset = PRESET + "=" + config.model().preset();
    Map<String, Object> defaults = leaves(LogoConfig.of(name, preset));
    List<String> arguments = new ArrayList<>(List.of(name, preset));
    leaves(config)
        .forEach(
            (key, value) -> {
              if (!value.equals(defaults.get(key))) {
                arguments.add(key + "=" + argument(value));
              }
            });
    return arguments;
  }

  private static String argument(Object value) {
    if (value instanceof List<?>) {
      return ConfigValueFactory.fromAnyRef(value).render(ConfigRenderOptions.concise());
    }
    String text = value.toString();
    // What an argument would take for a list, a group or quoted text, or strip.
    boolean plain = text.equals(text.strip()) && !text.matches("(?s)[\\[{\"].*");
    return plain ? text : ConfigUtil.quoteString(text);
  }

  private static Map<String, Object> leaves(LogoConfig config) {
    Map<String, Object> leaves = new TreeMap<>();
    collect("", group(config), leaves);
    return leaves;
  }

  private static void collect(String prefix, Map<?, ?> group, Map<String, Object> leaves) {
    group.forEach(
        (key, value) -> {
          String name = key.toString();
          String path = prefix + (name.contains(".") ? ConfigUtil.quoteString(name) : name);
          if (value instanceof Map<?, ?> inner) {
            collect(path + ".", inner, leaves);
          } else {
            leaves.put(path, value);
          }
        });
  }

  private static Object plain(Object value) {
    if (value instanceof WindowSize w) {
      return List.of(w.frames(), w.rows(), w.columns());
    } else if (value instanceof Range r) {
      return List.of(r.low(), r.high());
    } else if (value instanceof ByteSize
        || value instanceof StoreSize
        || value instanceof LabelBase) {
      return value.toString();
    } else if (value instanceof Enum<?> constant) {
      return Binder.kebab(constant.name());
    } else if (value instanceof Record group) {
      return group(group);
    } else if (value instanceof List<?> values) {
      return values.stream().map(Rendering::plain).toList();
    }
    return value; // text, numbers, and maps of them
  }

  private static Map<String, Object> group(Record record) {
    Map<String, Object> values = new TreeMap<>();
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      try {
        Object value = component.getAccessor().invoke(record);
        boolean ofKind = component.getType() == Record.class;
        values.put(
            ofKind ? ((ModelConfig) record).name() : Binder.kebab(component.getName()),
            plain(value));
      } catch (ReflectiveOperationException e) {
        throw new LinkageError("cannot read " + component, e);
      }
    }
    return values;
  }
}
