package org.logoformer.config;

import com.typesafe.config.ConfigList;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.logoformer.error.ConfigException;

/**
 * Makes records of HOCON: the key of a component is its name in kebab-case. Numbers are taken
 * strictly, because the library would silently read 2.5 workers as 2.
 */
final class Binder {
  private Binder() {}

  static <T> T read(ConfigValue value, String path, Class<T> type) {
    return type.cast(read(value, path, (Type) type));
  }

  /** {@code averagingFrequency} and {@code DS_16X1} as they are written in a file. */
  static String kebab(String name) {
    return name.equals(name.toUpperCase(Locale.ROOT))
        ? name.toLowerCase(Locale.ROOT).replace('_', '-')
        : name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  private static Object read(ConfigValue value, String path, Type type) {
    if (value.valueType() == ConfigValueType.NULL) {
      throw isNull(value, path);
    }
    if (type instanceof ParameterizedType generic) {
      Type[] of = generic.getActualTypeArguments();
      if (generic.getRawType() == List.class) {
        return list(value, path, of[0]);
      }
      return of[1] == Double.class ? reals(value, path) : texts(value, path);
    }
    Class<?> kind = (Class<?>) type;
    if (kind == int.class || kind == Integer.class) {
      return (int) whole(value, path, Integer.MIN_VALUE, Integer.MAX_VALUE);
    } else if (kind == long.class || kind == Long.class) {
      return whole(value, path, Long.MIN_VALUE, Long.MAX_VALUE);
    } else if (kind == double.class || kind == Double.class) {
      return real(value, path);
    } else if (kind == boolean.class) {
      return truth(value, path);
    } else if (kind == String.class) {
      return text(value, path);
    } else if (kind.isEnum()) {
      return constant(value, path, kind);
    } else if (kind == WindowSize.class) {
      List<Integer> sizes = triple(value, path);
      return new WindowSize(sizes.get(0), sizes.get(1), sizes.get(2));
    } else if (kind == Range.class) {
      return range(value, path);
    } else if (kind == ByteSize.class) {
      return new ByteSize(bytes(value, path));
    } else if (kind == StoreSize.class) {
      return "source".equals(value.unwrapped())
          ? StoreSize.SOURCE
          : new StoreSize((int) whole(value, path, 1, 1 << 15));
    } else if (kind == LabelBase.class) {
      return "auto".equals(value.unwrapped())
          ? LabelBase.AUTO
          : new LabelBase(OptionalInt.of((int) whole(value, path, 0, 1)));
    }
    return record(value, path, kind);
  }

  private static Object record(ConfigValue value, String path, Class<?> type) {
    if (!(value instanceof ConfigObject group)) {
      throw wrong(value, path, "a group of keys");
    }
    RecordComponent[] components = type.getRecordComponents();
    Object[] values = new Object[components.length];
    Class<?>[] types = new Class<?>[components.length];
    for (int i = 0; i < components.length; i++) {
      boolean ofKind = components[i].getType() == Record.class;
      String key = ofKind ? kindOf(group) : kebab(components[i].getName());
      String inner = path.isEmpty() ? key : path + "." + key;
      ConfigValue given = group.get(key);
      if (given == null) {
        throw new ConfigException(inner + " is missing: give it a value");
      }
      Type wanted = ofKind ? ModelBlocks.of(key).type() : components[i].getGenericType();
      values[i] = read(given, inner, wanted);
      types[i] = components[i].getType();
    }
    try {
      return type.getDeclaredConstructor(types).newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof ConfigException refusal) {
        throw refusal;
      }
      throw new AssertionError("constructor of " + type + " failed", e);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("cannot construct " + type, e);
    }
  }

  /** A component of no definite type is the block of the kind that the group names. */
  private static String kindOf(ConfigObject group) {
    return group.get("name").unwrapped().toString();
  }

  private static List<Object> list(ConfigValue value, String path, Type element) {
    if (!(value instanceof ConfigList values)) {
      throw wrong(value, path, "a list such as [1, 2]");
    }
    List<Object> list = new ArrayList<>();
    for (int i = 0; i < values.size(); i++) {
      list.add(read(values.get(i), path + "[" + i + "]", element));
    }
    return list;
  }

  private static List<Integer> triple(ConfigValue value, String path) {
    if (!(value instanceof ConfigList values) || values.size() != 3) {
      throw wrong(value, path, "a list of three whole numbers: frames, rows, columns");
    }
    return values.stream().map(v -> read(v, path, Integer.class)).toList();
  }

  private static Range range(ConfigValue value, String path) {
    if (!(value instanceof ConfigList ends) || ends.size() != 2) {
      throw wrong(value, path, "a range of two numbers: [low, high]");
    }
    double low = read(ends.get(0), path, Double.class);
    double high = read(ends.get(1), path, Double.class);
    if (low > high) {
      throw wrong(value, path, "a range whose first number is not above the second");
    }
    return new Range(low, high);
  }

  private static Map<String, String> texts(ConfigValue value, String path) {
    if (!(value instanceof ConfigObject group)) {
      throw wrong(value, path, "a group of keys");
    }
    Map<String, String> flat = new TreeMap<>();
    // Keys written as one word win over nested ones: arguments arrive as one word.
    nested(group, path, "", flat);
    group.forEach(
        (key, v) -> {
          if (!(v instanceof ConfigObject)) {
            flat.put(key, text(v, path + "." + key));
          }
        });
    return flat;
  }

  /** As texts, of which each is a number. */
  private static Map<String, Double> reals(ConfigValue value, String path) {
    Map<String, Double> reals = new TreeMap<>();
    for (Map.Entry<String, String> entry : texts(value, path).entrySet()) {
      String origin = value.origin().description();
      ConfigValue text = ConfigValueFactory.fromAnyRef(entry.getValue(), origin);
      reals.put(entry.getKey(), real(text, path + "." + entry.getKey()));
    }
    return reals;
  }

  private static void nested(
      ConfigObject group, String path, String prefix, Map<String, String> flat) {
    group.forEach(
        (key, value) -> {
          if (value instanceof ConfigObject inner) {
            nested(inner, path, prefix + key + ".", flat);
          } else {
            flat.put(prefix + key, text(value, path + "." + prefix + key));
          }
        });
  }

  private static long whole(ConfigValue value, String path, long least, long most) {
    try {
      BigDecimal number = new BigDecimal(value.unwrapped().toString().strip());
      long whole = number.longValueExact();
      if (whole >= least && whole <= most) {
        return whole;
      }
    } catch (ArithmeticException | NumberFormatException e) {
      throw wrong(value, path, "a whole number", e);
    }
    throw wrong(value, path, "a whole number from " + least + " to " + most);
  }

  private static double real(ConfigValue value, String path) {
    try {
      double number = Double.parseDouble(value.unwrapped().toString());
      if (Double.isFinite(number)) {
        return number;
      }
    } catch (NumberFormatException e) {
      throw wrong(value, path, "a number", e);
    }
    throw wrong(value, path, "a finite number");
  }

  private static boolean truth(ConfigValue value, String path) {
    return switch (value.unwrapped().toString()) {
      case "true" -> true;
      case "false" -> false;
      default -> throw wrong(value, path, "true or false");
    };
  }

  private static String text(ConfigValue value, String path) {
    if (value.valueType() == ConfigValueType.NULL) {
      throw isNull(value, path);
    }
    if (value instanceof ConfigObject || value instanceof ConfigList) {
      throw wrong(value, path, "text");
    }
    return value.unwrapped().toString();
  }

  private static Object constant(ConfigValue value, String path, Class<?> type) {
    Map<String, Object> constants = new LinkedHashMap<>();
    for (Object constant : type.getEnumConstants()) {
      constants.put(kebab(((Enum<?>) constant).name()), constant);
    }
    Object named = constants.get(value.unwrapped());
    if (named == null) {
      throw wrong(value, path, "one of " + String.join(", ", constants.keySet()));
    }
    return named;
  }

  private static long bytes(ConfigValue value, String path) {
    try {
      return value.atKey("v").getBytes("v");
    } catch (com.typesafe.config.ConfigException e) {
      throw wrong(value, path, "a number of bytes such as 134217728 or 128m", e);
    }
  }

  /** A value that was taken away, as {@code key = null} does in HOCON. */
  static ConfigException isNull(ConfigValue value, String path) {
    return new ConfigException(
        "%s is null (%s): give it a value, or leave it out for the default"
            .formatted(path, value.origin().description()));
  }

  private static ConfigException wrong(ConfigValue value, String path, String demand) {
    return wrong(value, path, demand, null);
  }

  private static ConfigException wrong(
      ConfigValue value, String path, String demand, Throwable cause) {
    return new ConfigException(
        "%s = %s (%s): must be %s"
            .formatted(path, value.unwrapped(), value.origin().description(), demand),
        cause);
  }
}
