package org.logoformer.config;

import com.typesafe.config.ConfigRenderOptions;
import com.typesafe.config.ConfigValueFactory;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Writes a configuration as the HOCON that {@link Binder} reads. */
final class Rendering {
  private Rendering() {}

  static String text(LogoConfig config) {
    return ConfigValueFactory.fromAnyRef(plain(config))
        .render(ConfigRenderOptions.defaults().setOriginComments(false).setJson(false));
  }

  private static Object plain(Object value) {
    if (value instanceof WindowSize w) {
      return List.of(w.frames(), w.rows(), w.columns());
    } else if (value instanceof Range r) {
      return List.of(r.low(), r.high());
    } else if (value instanceof ByteSize || value instanceof StoreSize) {
      return value.toString();
    } else if (value instanceof Enum<?> constant) {
      return Binder.kebab(constant.name());
    } else if (value instanceof Record group) {
      return group(group);
    }
    return value; // text, numbers, and lists and maps of them
  }

  private static Map<String, Object> group(Record record) {
    Map<String, Object> values = new TreeMap<>();
    for (RecordComponent component : record.getClass().getRecordComponents()) {
      try {
        values.put(
            Binder.kebab(component.getName()), plain(component.getAccessor().invoke(record)));
      } catch (ReflectiveOperationException e) {
        throw new LinkageError("cannot read " + component, e);
      }
    }
    return values;
  }
}
