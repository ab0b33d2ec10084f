package io.apfw.agent.flight;

import io.apfw.capwap.wire.Octets;
import io.apfw.capwap.wire.element.ImageBlockDialect;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Records as JSON and back, by the types of their components. Ours:
 *
 * <ul>
 *   <li>a record is an object of its components; one of a sealed type has its simple name as {@code
 *       is}; an enum's constant is its name;
 *   <li>an optional value is itself or null; a list is an array; a set is one that is sorted; a map
 *       is one of objects {@code key} and {@code value}, sorted;
 *   <li>a long is a number as far as every reader of JSON can hold it, ±2^53, else its digits as a
 *       text; an instant is ISO 8601; octets are hexadecimal digits, and {@code *n} for n zeros at
 *       their end.
 * </ul>
 *
 * <p>What is read can make nothing but what the components' types allow: a name is looked up among
 * the permitted subclasses of the sealed type that stands there, and never loaded.
 */
final class RecordCodec {
  private static final String KIND = "is";
  private static final String KEY = "key";
  private static final String VALUE = "value";
  private static final char ZEROS = '*';
  private static final int ZEROS_TOLD_MIN = 8;
  private static final int OCTETS_MAX = 1024 * 1024;
  private static final long EXACT_MAX = 1L << 53;

  private final UnaryOperator<Object> cover;
  private final Map<Class<?>, Shape> shapes = new LinkedHashMap<>();
  private final Map<Class<?>, Map<String, Object>> permitted = new LinkedHashMap<>();

  private record Shape(List<RecordComponent> components, Constructor<?> constructor) {}

  /**
   * @param cover what is written in place of a value, whose own components are covered then
   */
  RecordCodec(UnaryOperator<Object> cover) {
    this.cover = cover;
  }

  /** Maps, lists, texts, numbers, booleans and null. */
  @Nullable Object encode(Object plain) {
    Object value = cover.apply(plain);
    if (value instanceof Long number) {
      return Math.abs(number) <= EXACT_MAX && number != Long.MIN_VALUE ? number : number.toString();
    } else if (value instanceof Optional<?> optional) {
      return optional.isPresent() ? encode(optional.get()) : null;
    } else if (value instanceof OptionalLong optional) {
      return optional.isPresent() ? encode(optional.getAsLong()) : null;
    } else if (value instanceof Octets octets) {
      return text(octets);
    } else if (value instanceof ImageBlockDialect dialect) {
      return dialect == ImageBlockDialect.LWAPP ? "LWAPP" : "RFC5415";
    } else if (value instanceof Enum<?> constant) {
      return constant.name();
    } else if (value instanceof List<?> list) {
      return list.stream().map(this::encode).toList();
    } else if (value instanceof Set<?> set) {
      return set.stream().map(this::encode).sorted(Trees.ORDER).toList();
    } else if (value instanceof Map<?, ?> map) {
      return map.entrySet().stream().map(this::entry).sorted(Trees.ORDER).toList();
    } else if (value instanceof Record) {
      return object(value);
    } else if (value instanceof String || value instanceof Integer || value instanceof Boolean) {
      return value;
    } else if (value instanceof Instant instant) {
      return instant.toString();
    }
    throw unknown(value.getClass());
  }

  private Map<String, @Nullable Object> entry(Map.Entry<?, ?> entry) {
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    json.put(KEY, encode(Objects.requireNonNull(entry.getKey())));
    json.put(VALUE, encode(Objects.requireNonNull(entry.getValue())));
    return json;
  }

  private Map<String, @Nullable Object> object(Object value) {
    Class<?> type = value.getClass();
    Map<String, @Nullable Object> json = new LinkedHashMap<>();
    if (Arrays.stream(type.getInterfaces()).anyMatch(Class::isSealed)) {
      json.put(KIND, type.getSimpleName());
    }
    for (RecordComponent component : shape(type).components()) {
      try {
        json.put(component.getName(), encode(component.getAccessor().invoke(value)));
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(type + "." + component.getName(), e);
      }
    }
    return json;
  }

  private static String text(Octets octets) {
    int end = octets.length();
    while (end > 0 && octets.at(end - 1) == 0) {
      end--;
    }
    int zeros = octets.length() - end;
    return zeros < ZEROS_TOLD_MIN ? octets.hex() : octets.slice(0, end).hex() + ZEROS + zeros;
  }

  /** What stands there, as a value of that type. */
  <T> T decode(Class<T> type, @Nullable Object json) throws FlightException {
    return type.cast(value(type, json));
  }

  private Object value(Type type, @Nullable Object json) throws FlightException {
    if (type instanceof ParameterizedType generic) {
      return collection(generic, json);
    } else if (type == OptionalLong.class) {
      return json == null ? OptionalLong.empty() : OptionalLong.of(number(json));
    } else if (json == null) {
      throw new FlightException("null is no " + name(type));
    } else if (type == long.class || type == Long.class) {
      return number(json);
    } else if (type == int.class || type == Integer.class) {
      return integer(json);
    } else if (type == boolean.class) {
      return is(Boolean.class, json);
    } else if (type == String.class) {
      return is(String.class, json);
    } else if (type == Instant.class) {
      return instant(is(String.class, json));
    } else if (type == Octets.class) {
      return octets(is(String.class, json));
    } else if (type == ImageBlockDialect.class) {
      return json.equals("LWAPP") ? ImageBlockDialect.LWAPP : ImageBlockDialect.RFC5415;
    } else if (type instanceof Class<?> named && (named.isSealed() || named.isEnum())) {
      return oneOf(named, json);
    } else if (type instanceof Class<?> named && named.isRecord()) {
      return record(named, is(Map.class, json));
    }
    throw unknown(type);
  }

  private Object collection(ParameterizedType type, @Nullable Object json) throws FlightException {
    Type first = type.getActualTypeArguments()[0];
    if (type.getRawType() == Optional.class) {
      return json == null ? Optional.empty() : Optional.of(value(first, json));
    }
    List<Object> values = new ArrayList<>();
    Map<Object, Object> map = new LinkedHashMap<>();
    int place = 0;
    for (Object item : is(List.class, json)) {
      try {
        if (type.getRawType() == Map.class) {
          Map<?, ?> entry = is(Map.class, item);
          map.put(
              value(first, entry.get(KEY)),
              value(type.getActualTypeArguments()[1], entry.get(VALUE)));
        } else {
          values.add(value(first, item));
        }
      } catch (FlightException e) {
        throw e.in("[" + place + "]");
      }
      place++;
    }
    if (type.getRawType() == Map.class) {
      return map;
    } else if (type.getRawType() == Set.class) {
      return new LinkedHashSet<>(values);
    } else if (type.getRawType() == List.class) {
      return values;
    }
    throw unknown(type);
  }

  /** A constant of an enum, or a record or constant of a sealed type. */
  private Object oneOf(Class<?> type, Object json) throws FlightException {
    Object name = json instanceof Map<?, ?> object ? object.get(KIND) : json;
    Object found = name instanceof String text ? permitted(type).get(text) : null;
    if (found instanceof Class<?> record && json instanceof Map<?, ?> object) {
      return record(record, object);
    } else if (found instanceof Enum<?> constant && !(json instanceof Map)) {
      return constant;
    }
    throw new FlightException(shown(name) + " is no " + name(type) + " that this apfw knows");
  }

  /** All that a sealed type or an enum can be, by name: record classes and constants. */
  Map<String, Object> permitted(Class<?> type) {
    Map<String, Object> known = permitted.get(type);
    if (known == null) {
      known = new LinkedHashMap<>();
      if (type.isEnum()) {
        for (Object constant : type.getEnumConstants()) {
          known.put(((Enum<?>) constant).name(), constant);
        }
      } else if (type.isSealed()) {
        for (Class<?> sub : type.getPermittedSubclasses()) {
          known.putAll(permitted(sub));
        }
      } else {
        known.put(type.getSimpleName(), type);
      }
      permitted.put(type, known);
    }
    return known;
  }

  private Object record(Class<?> type, Map<?, ?> json) throws FlightException {
    Shape shape = shape(type);
    List<Object> arguments = new ArrayList<>();
    for (RecordComponent component : shape.components()) {
      if (!json.containsKey(component.getName())) {
        throw new FlightException(name(type) + " without " + component.getName());
      }
      try {
        arguments.add(value(component.getGenericType(), json.get(component.getName())));
      } catch (FlightException e) {
        throw e.in(component.getName());
      }
    }
    long strangers = json.keySet().stream().filter(key -> !KIND.equals(key)).count();
    if (strangers > shape.components().size()) {
      throw new FlightException(
          name(type) + " has more than this apfw knows: " + shown(json.keySet()));
    }
    try {
      return shape.constructor().newInstance(arguments.toArray());
    } catch (InvocationTargetException e) {
      throw new FlightException(name(type) + " cannot be: " + e.getTargetException().getMessage());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("the constructor of " + type, e);
    }
  }

  private Shape shape(Class<?> type) {
    return shapes.computeIfAbsent(type, RecordCodec::look);
  }

  private static Shape look(Class<?> type) {
    RecordComponent[] components = type.getRecordComponents();
    try {
      Constructor<?> constructor =
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      // Some are their package's own.
      constructor.setAccessible(true);
      for (RecordComponent component : components) {
        component.getAccessor().setAccessible(true);
      }
      return new Shape(List.of(components), constructor);
    } catch (NoSuchMethodException e) {
      throw new IllegalStateException("a record has its constructor: " + type, e);
    }
  }

  private static int integer(Object json) throws FlightException {
    long number = number(json);
    if (number != (int) number) {
      throw new FlightException(shown(json) + " is no number of 32 bits");
    }
    return (int) number;
  }

  /** The parser makes a Long of what is close to an Integer's bounds. */
  private static long number(Object json) throws FlightException {
    try {
      return json instanceof String digits
          ? Long.parseLong(digits)
          : json instanceof Integer small ? small : is(Long.class, json);
    } catch (NumberFormatException e) {
      throw new FlightException(shown(json) + " is no number of 64 bits");
    }
  }

  private static Instant instant(String text) throws FlightException {
    try {
      return Instant.parse(text);
    } catch (DateTimeException e) {
      throw new FlightException(shown(text) + " is no time of ISO 8601");
    }
  }

  private static Octets octets(String text) throws FlightException {
    int end = text.indexOf(ZEROS);
    try {
      if (end < 0) {
        return Octets.hex(text);
      }
      Octets first = Octets.hex(text.substring(0, end));
      int zeros = Integer.parseInt(text.substring(end + 1));
      if (zeros >= 0 && zeros <= OCTETS_MAX) {
        return Octets.wrap(Arrays.copyOf(first.toArray(), first.length() + zeros));
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw new FlightException(
        "%s is not hexadecimal digits, with %c0 to %c%d behind them or not"
            .formatted(shown(text), ZEROS, ZEROS, OCTETS_MAX));
  }

  static <T> T is(Class<T> type, @Nullable Object json) throws FlightException {
    if (type.isInstance(json)) {
      return type.cast(json);
    }
    throw new FlightException(shown(json) + " is no " + name(type));
  }

  private static String name(Type type) {
    return type instanceof Class<?> named ? named.getSimpleName() : type.getTypeName();
  }

  private static String shown(@Nullable Object json) {
    return Trees.shortened(String.valueOf(json));
  }

  private static IllegalStateException unknown(Type type) {
    return new IllegalStateException("no state, event or configuration has a " + type);
  }
}
